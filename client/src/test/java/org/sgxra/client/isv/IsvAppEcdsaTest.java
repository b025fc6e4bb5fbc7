package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.EcdsaWorld;
import org.sgxra.client.Enclave;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.protobuf.GroupMessage;

/** The Application with ECDSA quotes: the messages are the same, the group id is 0. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class IsvAppEcdsaTest {
    private static final ByteString SECRET = ByteString.of("a secret".getBytes(StandardCharsets.US_ASCII));

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private IsvAppServer server(SSLContext tls, Enclave enclave) throws Exception {
        IsvAppServer server = new IsvAppServer(
                tls,
                InetAddress.getLoopbackAddress(),
                0,
                enclave,
                new IsvAppServer.Terms(QuoteKind.ECDSA, Optional.empty(), false, Duration.ofSeconds(60)),
                new Transcript(new PrintStream(text, true, StandardCharsets.UTF_8), Level.VERBOSE, Clock.systemUTC()),
                EventFile.none());
        new Thread(server::serve).start();
        return server;
    }

    @Test
    void provesTheEnclaveWithAnEcdsaQuoteAndReceivesASecret() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        SelfSignedCertificate.write(certificate, folder.resolve("key.pem"));
        SSLContext tls = ServerIdentity.load(certificate, folder.resolve("key.pem"));
        try (Enclave enclave = EcdsaWorld.load();
                IsvAppServer server = server(tls, enclave)) {
            try (TestServiceProvider sp =
                    new TestServiceProvider(TestServiceProvider.trusting(certificate), server.port())) {
                assertThat(sp.verification()).isEqualTo(new GroupMessage(0, null));
                assertThat(sp.begin().gid().value()).isZero();
            }
            try (TestServiceProvider sp =
                    new TestServiceProvider(TestServiceProvider.trusting(certificate), server.port())) {
                Msg3 msg3 = sp.upToMsg3();
                assertThat(msg3.quote().slice(0, 4).hex()).isEqualTo("03000200");
                assertThat(sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, SECRET)))
                        .isTrue();
            }
        }
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("MSG1 generated, for an ECDSA quote", "msg3 made, quote of 1600 bytes");
    }
}
