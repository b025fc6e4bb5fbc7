package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.KeyEvent.KeysAgreed;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.service.ServiceByKind;
import org.sgxra.sp.session.Provision;
import org.sgxra.sp.session.ServiceKeySource;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** However a session ends, its keys are wiped before anybody hears of it. */
class HexSessionTest {
    private final FakeEvidence evidence = new FakeEvidence();
    private final TestClient client = new TestClient();
    private final List<SecretBytes> keys = new ArrayList<>();
    private final List<Class<?>> wipedAt = new ArrayList<>();
    private final HexAttestation attestation;

    HexSessionTest() {
        client.dcap = evidence;
        DcapService dcap = new DcapService(
                (platform, listener, end) -> evidence.collateral(),
                DcapVerifier.of(new DcapRoot(evidence.trustedKey())));
        attestation = new HexAttestation(
                new ServiceByKind(Optional.empty(), Optional.of(dcap)),
                new SessionSettings(
                        Duration.ofSeconds(300),
                        new EnclavePolicy(TestClient.MRSIGNER, 7, 3, true, Set.of()),
                        PlatformPolicy.STRICT),
                new ServiceKeySource(SampleServiceKey.keyPair().privateKey()),
                Clock.fixed(evidence.now, ZoneOffset.UTC),
                Provision.NONE,
                peer -> this::on);
    }

    private void on(SessionEvent event) {
        if (event instanceof KeysAgreed agreed) {
            keys.addAll(List.of(
                    agreed.keys().kdk(), agreed.keys().smk(), agreed.keys().vk()));
        } else if (!keys.isEmpty() && keys.stream().allMatch(SecretBytes::isDestroyed)) {
            wipedAt.add(event.getClass());
        }
    }

    private HexSession upToMsg2() throws Exception {
        HexSession session = attestation.open(this::on, Expiry.NEVER);
        byte[] msg2 = session.answer(client.msg0Msg1().encode()).orElseThrow();
        session.sent();
        client.accept(Msg2.parse(msg2));
        assertThat(keys).hasSize(3).noneMatch(SecretBytes::isDestroyed);
        return session;
    }

    @Test
    void whenMsg4WasSent() throws Exception {
        HexSession session = upToMsg2();
        assertThat(session.answer(client.msg3().encode()).orElseThrow()).hasSize(105);
        session.sent();
        assertThat(session.due()).isNull();
        assertThat(wipedAt).isEmpty();

        session.close();

        assertThat(wipedAt).containsExactly(SessionEnded.class);
    }

    @Test
    void whenAMessageIsRefusedOrMalformed() throws Exception {
        Msg3 changed;
        try (HexSession session = upToMsg2()) {
            Msg3 good = client.msg3();
            changed = new Msg3(ByteString.zeros(16), good.ga(), good.psSecProp(), good.quote());
            assertThat(session.answer(changed.encode())).isEmpty();
            assertThat(wipedAt).containsExactly(SessionFailed.class);
        }
        keys.clear();
        wipedAt.clear();
        try (HexSession session = upToMsg2()) {
            assertThat(session.answer(new byte[3])).isEmpty();
            assertThat(wipedAt).containsExactly(SessionFailed.class);
        }
    }

    @Test
    void whenTheConnectionIsLostOrGivenUp() throws Exception {
        try (HexSession session = upToMsg2()) {
            session.refused("out of time");
            assertThat(wipedAt).containsExactly(ConnectionLost.class);
        }
        keys.clear();
        wipedAt.clear();
        String first = ByteString.of(client.msg0Msg1().encode()).hex() + "\n";
        HexLineChannel channel = HexLineChannel.over(
                new java.io.ByteArrayInputStream(first.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                new java.io.ByteArrayOutputStream());

        assertThatThrownBy(() -> attestation.attest(channel, "somebody"))
                .isInstanceOf(WireException.class)
                .hasMessage("connection closed before msg3");
        assertThat(keys).hasSize(3);
        assertThat(wipedAt).containsExactly(ConnectionLost.class, SessionEnded.class);
    }
}
