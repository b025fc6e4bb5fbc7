package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.RecordedSession;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;

/** Keys, MACs, signatures and report data of every recorded session, computed again. */
class RecordedKeysTest {
    static List<RecordedSession> sessions() {
        return RecordedData.sessions();
    }

    static Stream<RecordedSession> sessionsWithKeys() {
        return sessions().stream().filter(RecordedSession::hasKeys);
    }

    static Stream<RecordedSession> completeSessionsWithKeys() {
        return sessionsWithKeys().filter(session -> session.msg3().isPresent());
    }

    static Stream<RecordedSession> sessionsWithMk() {
        return sessionsWithKeys().filter(session -> session.values().containsKey("MK"));
    }

    @Test
    void hasEnoughSessions() {
        assertThat(sessions()).hasSize(11);
        assertThat(sessionsWithKeys()).hasSize(10);
        assertThat(sessionsWithMk()).hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("sessionsWithKeys")
    void derivesKdkAndSmk(RecordedSession session) {
        try (SessionKeys keys = keys(session)) {
            assertThat(keys.kdk().reveal()).isEqualTo(session.values().get("KDK"));
            assertThat(keys.smk().reveal()).isEqualTo(session.values().get("SMK"));
        }
    }

    @ParameterizedTest
    @MethodSource("completeSessionsWithKeys")
    void derivesVk(RecordedSession session) {
        try (SessionKeys keys = keys(session)) {
            assertThat(keys.vk().reveal()).isEqualTo(session.values().get("VK"));
        }
    }

    @ParameterizedTest
    @MethodSource("sessionsWithMk")
    void derivesMkAndSkAndTheirHashes(RecordedSession session) {
        try (SessionKeys keys = keys(session);
                SecretBytes mk = keys.mk();
                SecretBytes sk = keys.sk()) {
            assertThat(mk.reveal()).isEqualTo(session.values().get("MK"));
            assertThat(sk.reveal()).isEqualTo(session.values().get("SK"));
            assertThat(Sha256.of(mk)).isEqualTo(session.value("SHA256_MK"));
            assertThat(Sha256.of(sk)).isEqualTo(session.value("SHA256_SK"));
            if (session.values().containsKey("client.SHA256_MK")) {
                assertThat(Sha256.of(mk)).isEqualTo(session.value("client.SHA256_MK"));
                assertThat(Sha256.of(sk)).isEqualTo(session.value("client.SHA256_SK"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sessionsWithKeys")
    void computesTheMacOfMsg2(RecordedSession session) throws MalformedMessageException {
        Msg2 msg2 = Msg2.parse(session.msg2().toArray());
        try (SessionKeys keys = keys(session)) {
            assertThat(AesCmac.mac(keys.smk(), msg2.macInput())).isEqualTo(msg2.mac());
        }
    }

    @ParameterizedTest
    @MethodSource("completeSessionsWithKeys")
    void computesTheMacOfMsg3(RecordedSession session) throws MalformedMessageException {
        Msg3 msg3 = Msg3.parse(session.msg3().orElseThrow().toArray());
        try (SessionKeys keys = keys(session)) {
            assertThat(AesCmac.mac(keys.smk(), msg3.macInput())).isEqualTo(msg3.mac());
        }
    }

    @ParameterizedTest
    @MethodSource("completeSessionsWithKeys")
    void computesTheReportData(RecordedSession session) throws MalformedMessageException {
        Msg3 msg3 = Msg3.parse(session.msg3().orElseThrow().toArray());
        ByteString gb = Msg2.parse(session.msg2().toArray()).gb();
        try (SessionKeys keys = keys(session)) {
            ByteString reportData = Sha256.reportData(msg3.ga(), gb, keys.vk());

            assertThat(reportData)
                    .isEqualTo(EpidQuote.parse(msg3.quote().toArray())
                            .body()
                            .report()
                            .reportData());
            if (session.values().containsKey("reportDataHash")) {
                assertThat(reportData.slice(0, 32)).isEqualTo(session.value("reportDataHash"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void verifiesTheSignatureInMsg2(RecordedSession session) throws MalformedMessageException, InvalidPointException {
        ByteString ga = Msg0Msg1.parse(session.msg0Msg1().toArray()).ga();
        Msg2 msg2 = Msg2.parse(session.msg2().toArray());
        EcdsaP256Signature signature = EcdsaP256Signature.fromLittleEndian(msg2.signature());
        P256PublicKey key = session.values().containsKey("servicePublicKey")
                ? P256PublicKey.fromBigEndian(session.value("servicePublicKey"))
                : SampleServiceKey.publicKey();

        for (P256 library : List.of(new ConscryptP256(), new BouncyCastleP256())) {
            assertThat(library.verify(key, ByteString.concat(msg2.gb(), ga), signature))
                    .isTrue();
            assertThat(library.verify(key, ByteString.concat(ga, msg2.gb()), signature))
                    .isFalse();
        }
        assertThat(signature.littleEndian()).isEqualTo(msg2.signature());
    }

    @Test
    void findsThePublicKeyOfTheRecordedPrivateKey() throws InvalidPointException {
        RecordedSession session = RecordedData.session("key_hex");
        P256PrivateKey key =
                P256PrivateKey.fromBigEndian(session.value("servicePrivateKey").toArray());

        assertThat(P256.publicKey(key).bigEndian()).isEqualTo(session.value("servicePublicKey"));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void acceptsEveryRecordedEphemeralKey(RecordedSession session)
            throws MalformedMessageException, InvalidPointException {
        ByteString ga = Msg0Msg1.parse(session.msg0Msg1().toArray()).ga();
        ByteString gb = Msg2.parse(session.msg2().toArray()).gb();

        assertThat(P256PublicKey.fromLittleEndian(ga).littleEndian()).isEqualTo(ga);
        assertThat(P256PublicKey.fromLittleEndian(gb).littleEndian()).isEqualTo(gb);
    }

    @Test
    void wipesTheKeysAndNotTheSharedSecret() {
        SecretBytes shared = sharedX(RecordedData.session("ok_unlinkable"));
        SessionKeys keys = SessionKeys.from(shared);
        SecretBytes mk = keys.mk();
        keys.close();

        assertThat(keys.kdk().isDestroyed()).isTrue();
        assertThat(keys.smk().isDestroyed()).isTrue();
        assertThat(keys.vk().isDestroyed()).isTrue();
        assertThat(shared.isDestroyed()).isFalse();
        assertThat(mk.isDestroyed()).isFalse();
        assertThatThrownBy(keys::sk).isInstanceOf(IllegalStateException.class).hasMessage("secret already destroyed");
    }

    @Test
    void refusesASharedSecretOfAnotherLength() {
        assertThatThrownBy(() -> SessionKeys.from(SecretBytes.wrap(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a coordinate of P-256 has 32 bytes, not 31");
    }

    private static SessionKeys keys(RecordedSession session) {
        return SessionKeys.from(sharedX(session));
    }

    private static SecretBytes sharedX(RecordedSession session) {
        return SecretBytes.wrap(session.value("sharedSecret").reversed().toArray());
    }
}
