package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.session.Provision;

class ProvisionTest {
    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.US_ASCII);

    private static TestServer server() throws Exception {
        return new TestServer(
                Duration.ofSeconds(600),
                Duration.ofSeconds(60),
                new Provision(
                        Optional.of(SecretBytes.wrap(SECRET.clone())),
                        OptionalLong.of(3600),
                        List.of(SampleServiceKey.publicKey())));
    }

    @Test
    void aTrustedEnclaveIsGivenWhatOnlyItCanRead() throws Exception {
        try (TestServer server = server()) {
            TestClient client = new TestClient();
            Msg4 msg4 = server.attest(client);
            Msg4Extension extension = Msg4Extension.parse(msg4.extension());

            try (SecretBytes mk = client.mk()) {
                assertThat(extension.mac()).isEqualTo(AesCmac.mac(mk, Msg4Extension.macInput(msg4)));
            }
            assertThat(client.decrypt(extension.secret().orElseThrow(), Msg4Extension.additionalData(msg4)))
                    .isEqualTo(ByteString.of(SECRET));
            assertThat(extension.reattestAfter()).hasValue(3600);
            assertThat(extension.time().orElseThrow())
                    .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
            assertThat(extension.trustedKeys())
                    .containsExactly(SampleServiceKey.publicKey().littleEndian());
            server.awaitAccount("Sending a secret of 8 bytes to the enclave");
            server.awaitAccount("\nmsg4.reattest_after = 3600\n");
            server.awaitAccount(
                    "\nmsg4.trusted_key = " + SampleServiceKey.publicKey().littleEndian() + "\n");
            assertThat(server.account()).doesNotContain("a secret\n", Hex.encode(SECRET));

            Msg4Extension again =
                    Msg4Extension.parse(server.attest(new TestClient()).extension());
            assertThat(again.secret().orElseThrow().iv())
                    .isNotEqualTo(extension.secret().orElseThrow().iv());
        }
    }

    @Test
    void nobodyElseIsGivenAnything() throws Exception {
        try (TestServer server = server()) {
            server.ias.report = json -> json.put("isvEnclaveQuoteStatus", "SW_HARDENING_NEEDED");
            Msg4 complicated = server.attest(new TestClient());
            assertThat(complicated.status()).isEqualTo(TrustStatus.TRUSTED_ITS_COMPLICATED);
            assertThat(complicated.extension().isEmpty()).isTrue();
            server.ias.report = json -> json.put("isvEnclaveQuoteStatus", "KEY_REVOKED");
            assertThat(server.attest(new TestClient()).extension().isEmpty()).isTrue();
        }
    }

    @Test
    void aClientOfTheOriginalReadsItsBytesAndIgnoresTheRest() throws Exception {
        try (TestServer server = server();
                Socket socket = server.connect()) {
            TestClient client = new TestClient();
            HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(600));
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            client.accept(Msg2.parse(channel.receive("msg2")));
            channel.send("msg3", client.msg3().encode());

            InputStream in = socket.getInputStream();
            byte[] digits = in.readNBytes(2 * Msg4.FIXED_SIZE);
            Msg4 msg4 = Msg4.parse(Hex.decode(new String(digits, StandardCharsets.US_ASCII)));

            assertThat(msg4.status()).isEqualTo(TrustStatus.TRUSTED);
            assertThat(in.read()).isNotIn((int) '\n', -1);
        }
    }

    @Test
    void msg4HasTheOriginals105BytesWhenThereIsNothingToGive() throws Exception {
        try (TestServer server = new TestServer(Duration.ofSeconds(600), Duration.ofSeconds(60))) {
            Msg4 msg4 = server.attest(new TestClient());
            assertThat(msg4.status()).isEqualTo(TrustStatus.TRUSTED);
            assertThat(msg4.encode()).hasSize(105);
        }
    }
}
