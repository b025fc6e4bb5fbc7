package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestApplication.Behaviour;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.FreePort;

class IsvSpTest extends IsvSpFixture {
    @Test
    void provisionsASecretThatOnlyTheEnclaveReads() throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("", args(application.address()))).isZero();
            assertThat(application.secret()).isEqualTo(ByteString.of("s3cret".getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(seen())
                .contains(
                        "Start connecting...",
                        "Handshake successful",
                        "MSG0 received",
                        "Received extended EPID group ID: 0",
                        "MSG1 received",
                        "MSG3 received",
                        "Enclave TRUSTED",
                        "Attestation result in the form: strict",
                        "APP attestation result received",
                        "Remote attestation done")
                .contains(client.keyHashes());
        assertThat(Files.readString(folder.resolve("isv-sp.log")))
                .contains("sent VERIFICATION: 3240350000", "received APP_ATT_OK: 3440360000");
    }

    @Test
    void readsTheSecretFromStandardInputToo() throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("other", args(application.address(), "--secret-file", "-")))
                    .isZero();
            assertThat(application.secret()).isEqualTo(ByteString.of("other".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void speaksTheFormOfTheOriginalWhenTold() throws Exception {
        AttestationResult[] result = new AttestationResult[1];
        Behaviour original = socket -> {
            result[0] = TestApplication.converse(socket, client);
            ByteString secret = TestApplication.decrypt(client, result[0]);
            socket.getOutputStream().write(FrameChannel.encode(ProtobufWriter.appAttOk()));
            return secret;
        };
        try (TestApplication application = new TestApplication(TestServer.TLS, original)) {
            assertThat(run("", args(application.address(), "--secret-file", "/nowhere", "--compat", "overridden:1")))
                    .isZero();
            assertThat(application.secret().hex()).isEqualTo("0001");
        }
        assertThat(result[0].strict()).isEmpty();
        assertThat(result[0].platformInfo().size()).isEqualTo(97);
        assertThat(seen()).contains("warning: --compat sends results as the original does");
    }

    @Test
    void onlyTheFormOfTheOriginalKeepsTheRevocationListBack() throws Exception {
        ias.sigRl = MockIas.list(new EpidGroupId(0x0b0f), 2);
        int[] sizes = new int[2];
        for (int i = 0; i < 2; i++) {
            int run = i;
            assertThat(attest(
                            socket -> {
                                TestClient enclave = new TestClient();
                                AttestationResult result = TestApplication.converse(socket, enclave);
                                sizes[run] = enclave.sigRlSize();
                                return result.payload();
                            },
                            i == 0 ? new String[0] : new String[] {"--compat"}))
                    .isEqualTo(3);
        }
        assertThat(sizes).containsExactly(336, 0);
        assertThat(seen())
                .containsOnlyOnce("warning: group 00000b0f has a revocation list of 336 bytes, which --compat does not "
                        + "send");
    }

    @Test
    void namesWhyTheFormOfTheOriginalCannotBeTrustedUnderARevocationList() throws Exception {
        ias.sigRl = MockIas.list(new EpidGroupId(0x0b0f), 2);
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "SIGRL_VERSION_MISMATCH");
        assertThat(attest(
                        socket -> {
                            TestApplication.converse(socket, new TestClient());
                            return null;
                        },
                        "--compat"))
                .isEqualTo(2);
        assertThat(seen())
                .contains("Enclave NOT TRUSTED - Reason: SIGRL_VERSION_MISMATCH", "which --compat does not send; while")
                .doesNotContain("attest again");
    }

    @ParameterizedTest
    @CsvSource({
        "true, note: a result in the form of the SGX101 example was not taken; isv-app takes it with --compat only",
        "false, note: a result in our own form was not taken; the SGX101 example's Application takes none but its own"
    })
    void saysWhoRefusesTheFormOfItsResult(boolean compatible, String note) throws Exception {
        assertThat(attest(
                        socket -> {
                            TestApplication.converse(socket, new TestClient());
                            return null;
                        },
                        compatible ? new String[] {"--compat"} : new String[0]))
                .isEqualTo(3);
        assertThat(seen()).contains(note, "Attestation failed: connection closed before APP_ATT_OK");
    }

    @Test
    void anEnclaveThatIsNotTrustedIsGivenNothing() throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "-R", "8"))).isEqualTo(2);
            assertThat(application.secret()).isNull();
        }
        assertThat(seen()).contains("Enclave NOT TRUSTED", "product id 7 is not the required 8", "No secret is sent");
    }

    @Test
    void anEnclaveThatIsTrustedWithReserveIsGivenNothingEither() throws Exception {
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "SW_HARDENING_NEEDED");
        assertThat(attest(TestApplication.honest(client))).isEqualTo(2);
        CompletableFuture<AttestationResult> result = new CompletableFuture<>();
        assertThat(attest(
                        socket -> {
                            result.complete(TestApplication.converse(socket, new TestClient()));
                            return null;
                        },
                        "--compat"))
                .isEqualTo(2);
        // isv-sp may end before the Application has read what was sent to it.
        assertThat(result).succeedsWithin(Duration.ofMinutes(1));
        assertThat(result.join().payload().isZero()).isTrue();
        assertThat(result.join().tag().isZero()).isTrue();
    }

    @Test
    void onlyTheConfiguredCertificateIsAccepted() throws Exception {
        TestCa.Identity presented = TestServer.CA.tlsServer("localhost");
        try (TestApplication other = new TestApplication(presented, TestApplication.honest(client))) {
            assertThat(run("", args(other.address()))).isEqualTo(3);
        }
        String digest = Sha256.of(ByteString.of(presented.certificate().getEncoded()))
                .hex()
                .substring(0, 16);
        assertThat(seen())
                .contains("TLS with localhost:")
                .containsPattern("certificate \"CN=tls localhost\" \\(SHA-256 " + digest
                        + "\\.{3}\\) is not the configured one, \"CN=tls localhost\" \\(SHA-256 (?!" + digest
                        + ")[0-9a-f]{16}\\.{3}\\)");
    }

    @Test
    void theHostIsCheckedUnlessToldNotTo() throws Exception {
        TestCa.Identity elsewhere = TestServer.CA.tlsServer("app.example");
        String pem = TestCa.pem(elsewhere.certificate());
        try (TestApplication application = new TestApplication(elsewhere, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "--cert", file("other.pem", pem))))
                    .isEqualTo(3);
        }
        assertThat(seen())
                .contains("certificate \"CN=")
                .contains(
                        "is for another host: No subject alternative DNS name matching localhost found; --no-host-check leaves");
        try (TestApplication application = new TestApplication(elsewhere, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "--no-host-check", "--cert", file("other.pem", pem))))
                    .isZero();
        }
    }

    @Test
    void whoIsNotThereOrSpeaksNoTlsIsNamed() throws Exception {
        int port = FreePort.any();
        assertThat(run("", args("127.0.0.1:" + port))).isEqualTo(3);
        assertThat(run("", args("no-such-host.invalid"))).isEqualTo(3);
        assertThat(seen())
                .contains(
                        "cannot connect to 127.0.0.1:" + port, "cannot resolve the name of no-such-host.invalid:22222");
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread greeter = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                } catch (java.io.IOException e) {
                    // The other side has had enough.
                }
            });
            greeter.start();
            assertThat(run("", args("127.0.0.1:" + plain.getLocalPort()))).isEqualTo(3);
            greeter.join(Duration.ofSeconds(600).toMillis());
        }
        assertThat(seen()).contains("TLS with 127.0.0.1:");
    }

    @Test
    void badCommandLinesGetOneLine() throws Exception {
        String cert = file("app.pem", TestCa.pem(TestServer.TLS.certificate()));
        String[] good = {"-N", TestClient.MRSIGNER.hex(), "-R", "7", "-V", "3", "-s", TestClient.SPID.hex()};

        assertThat(run("", "-h")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: isv-sp [ options ] [ host[:port] ]");
        assertThat(seen()).isEmpty();
        usage("missing options --cert, --compat or --secret-file", good);
        usage("option --secret-file: 'x' does not exist", good, "--cert", cert, "--compat", "--secret-file", "x");
        usage(
                "option host: '/' is not host[:port]; an IPv6 address stands in brackets",
                good,
                "--cert",
                cert,
                "--secret-file",
                "x",
                "--compat",
                "localhost",
                "/");
        usage("option --secret-file: '-' is empty", good, "--cert", cert, "--secret-file", "-");
        usage("option --cert: '/dev/null' holds no PEM certificate", good, "--cert", "/dev/null", "--compat");
        usage(
                "option host: 'a:b:c' is not host[:port]; an IPv6 address stands in brackets",
                good,
                "--cert",
                cert,
                "--compat",
                "a:b:c");
        usage("option port: '0' is not a number from 1 to 65535", good, "--cert", cert, "--compat", "[::1]:0");
        usage("unknown option -z", good, "-z");
    }

    private void usage(String message, String[] good, String... more) {
        stderr.reset();
        List<String> args = new ArrayList<>(List.of(good));
        args.addAll(List.of(more));
        assertThat(run("", args.toArray(new String[0]))).isEqualTo(1);
        assertThat(seen()).isEqualToNormalizingNewlines("isv-sp: " + message + " (isv-sp -h shows the usage)\n");
    }
}
