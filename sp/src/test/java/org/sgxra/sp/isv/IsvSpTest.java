package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.wire.Frame;
import org.sgxra.common.wire.FrameChannel;
import org.sgxra.common.wire.FrameType;
import org.sgxra.common.wire.protobuf.AttestationResult;
import org.sgxra.common.wire.protobuf.GroupMessage;
import org.sgxra.common.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestApplication.Behaviour;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

class IsvSpTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream people = new ByteArrayOutputStream();
    private final TestClient client = new TestClient();
    private MockIas ias;

    @BeforeEach
    void start() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() {
        ias.close();
        assertThat(seen()).doesNotContain("\tat ", "s3cret");
    }

    private String seen() {
        return people.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private int run(String stdin, String... args) {
        return new IsvSp(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream(),
                new PrintStream(people, true, StandardCharsets.UTF_8), Map.of(), folder).run(args);
    }

    private int attest(Behaviour behaviour, String... more) throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, behaviour)) {
            return run("", args(application.address(), more));
        }
    }

    private String[] args(String address, String... more) throws Exception {
        String ca = file("ca.pem", TestServer.CA.pem());
        List<String> args = new ArrayList<>(List.of("-v", "-N", TestClient.MRSIGNER.hex(), "-R", "7", "-V", "3", "-s",
                TestClient.SPID.hex(), "-i", TestServer.PRIMARY, "--ias-url", ias.url(), "-A", ca, "-B", ca, "--cert",
                file("app.pem", TestCa.pem(TestServer.TLS.certificate()))));
        args.addAll(List.of(more));
        if (!args.contains("--compat") && !args.contains("--secret-file")) {
            args.addAll(List.of("--secret-file", file("secret", "s3cret")));
        }
        args.add(address);
        return args.toArray(new String[0]);
    }

    @Test
    void provisionsASecretThatOnlyTheEnclaveReads() throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("", args(application.address()))).isZero();
            assertThat(application.secret()).isEqualTo(ByteString.of("s3cret".getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(seen()).contains("Start connecting...", "Handshake successful", "MSG0 received",
                "Received extended EPID group ID: 0", "MSG1 received", "MSG3 received", "Enclave TRUSTED",
                "Attestation result in the form: strict", "APP attestation result received", "Remote attestation done")
                .contains(client.keyHashes());
        assertThat(Files.readString(folder.resolve("isv-sp.log"))).contains("sent VERIFICATION: 3240350000",
                "received APP_ATT_OK: 3440360000");
    }

    @Test
    void readsTheSecretFromStandardInputToo() throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("other", args(application.address(), "--secret-file", "-"))).isZero();
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
            assertThat(run("", args(application.address(), "--secret-file", "/nowhere", "--compat", "overridden:1"))).isZero();
            assertThat(application.secret().hex()).isEqualTo("0001");
        }
        assertThat(result[0].strict()).isEmpty();
        assertThat(result[0].platformInfo().size()).isEqualTo(97);
        assertThat(seen()).contains("warning: --compat sends results as the original does");
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
        AttestationResult[] result = new AttestationResult[1];
        assertThat(attest(socket -> {
            result[0] = TestApplication.converse(socket, new TestClient());
            return null;
        }, "--compat")).isEqualTo(2);
        assertThat(result[0].payload().isZero()).isTrue();
        assertThat(result[0].tag().isZero()).isTrue();
    }

    private void fails(Behaviour behaviour, String reason, String... more) throws Exception {
        assertThat(attest(behaviour, more)).isEqualTo(3);
        assertThat(seen()).contains("Attestation failed: ").contains(reason);
    }

    @Test
    void whatGoesWrongWithTheProofIsNamed() throws Exception {
        client.quote = quote -> {
            quote[48 + 320] ^= 1;
            return quote;
        };
        fails(TestApplication.honest(client), "the enclave's report data does not belong to this session");
        fails(socket -> {
            TestApplication.converse(socket, new TestClient());
            return null;
        }, "connection closed before APP_ATT_OK");
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 500, new byte[0]);
            return true;
        };
        fails(TestApplication.honest(new TestClient()), "IAS sigrl: HTTP status 500");
    }

    private static Behaviour answering(byte[] bytes) {
        return socket -> {
            socket.getInputStream().readNBytes(22);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.getInputStream().readAllBytes();
            return null;
        };
    }

    private static byte[] header(String text) {
        return java.util.Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4        | what came instead of MSG0 is no frame: its header is not length@type
            -4@0     | what came instead of MSG0 is no frame: its header is not length@type
            4@0@junk | what came instead of MSG0 is no frame: its header is not length@type
            0@0      | what came instead of MSG0 is no frame: its body is empty
            4@7      | what came instead of MSG0 is no frame: unknown type 7
            2000000000@0 | MSG0 is longer than 1048576 bytes
            """)
    void headersOfAnotherFormAreRefused(String header, String reason) throws Exception {
        fails(answering(header(header)), reason);
    }

    @Test
    void messagesOutOfTurnOrOfAnotherFormAreRefused() throws Exception {
        Msg0Msg1 first = client.msg0Msg1();
        fails(answering(FrameChannel.encode(ProtobufWriter.msg1(first.ga(), first.gid()))),
                "malformed RA_MSG0: header at offset 0: is of MSG1");
        fails(answering(FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.fromHex("08011000")))),
                "type at offset 0: is 1, the header says 0");
        fails(answering(FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.fromHex("1000")))),
                "no such protobuf message");
        fails(answering(FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.TERMINATE)))),
                "the Application gives up (status 1)");
        fails(answering(FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(7, null)))),
                "extended EPID group id 7 is not supported");
        fails(socket -> {
            socket.getInputStream().readNBytes(22);
            return null;
        }, "connection closed before MSG0");
    }

    @Test
    void aSilentApplicationIsGivenUp() throws Exception {
        fails(socket -> {
            socket.getInputStream().readAllBytes();
            return null;
        }, "no MSG0 within 1 s", "--timeout=1");
    }

    @Test
    void onlyTheConfiguredCertificateIsAccepted() throws Exception {
        try (TestApplication other = new TestApplication(TestServer.CA.tlsServer("localhost"), TestApplication.honest(client))) {
            assertThat(run("", args(other.address()))).isEqualTo(3);
        }
        assertThat(seen()).contains("TLS with localhost:").contains(
                "certificate \"CN=tls localhost\" is not the configured one, \"CN=tls localhost\" (--cert)");
    }

    @Test
    void theHostIsCheckedUnlessToldNotTo() throws Exception {
        TestCa.Identity elsewhere = TestServer.CA.tlsServer("app.example");
        String pem = TestCa.pem(elsewhere.certificate());
        try (TestApplication application = new TestApplication(elsewhere, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "--cert", file("other.pem", pem)))).isEqualTo(3);
        }
        assertThat(seen()).contains("No subject alternative DNS name matching localhost found");
        try (TestApplication application = new TestApplication(elsewhere, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "--no-host-check", "--cert", file("other.pem", pem)))).isZero();
        }
    }

    @Test
    void whoIsNotThereOrSpeaksNoTlsIsNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(run("", args("127.0.0.1:" + port))).isEqualTo(3);
        assertThat(run("", args("no-such-host.invalid"))).isEqualTo(3);
        assertThat(seen()).contains("cannot connect to 127.0.0.1:" + port, "cannot resolve the name of no-such-host.invalid:22222");
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
            greeter.join(Duration.ofSeconds(20).toMillis());
        }
        assertThat(seen()).contains("TLS with 127.0.0.1:");
    }

    @Test
    void badCommandLinesGetOneLine() throws Exception {
        String cert = file("app.pem", TestCa.pem(TestServer.TLS.certificate()));
        String[] good = {"-N", TestClient.MRSIGNER.hex(), "-R", "7", "-V", "3", "-s", TestClient.SPID.hex()};

        assertThat(run("", "-h")).isEqualTo(1);
        assertThat(seen()).startsWith("usage: isv-sp [ options ] [ host[:port] ]");
        usage("missing options --cert, --compat or --secret-file", good);
        usage("option --secret-file: 'x' does not exist", good, "--cert", cert, "--compat", "--secret-file", "x");
        usage("option host: '/' is not host[:port]; an IPv6 address stands in brackets", good, "--cert", cert,
                "--secret-file", "x", "--compat", "localhost", "/");
        usage("option --secret-file: '-' is empty", good, "--cert", cert, "--secret-file", "-");
        usage("option --cert: '/dev/null' holds no PEM certificate", good, "--cert", "/dev/null", "--compat");
        usage("option host: 'a:b:c' is not host[:port]; an IPv6 address stands in brackets", good, "--cert", cert, "--compat",
                "a:b:c");
        usage("option port: '0' is not a number from 1 to 65535", good, "--cert", cert, "--compat", "[::1]:0");
        usage("unknown option -z", good, "-z");
    }

    private void usage(String message, String[] good, String... more) {
        people.reset();
        List<String> args = new ArrayList<>(List.of(good));
        args.addAll(List.of(more));
        assertThat(run("", args.toArray(new String[0]))).isEqualTo(1);
        assertThat(seen()).isEqualToNormalizingNewlines("isv-sp: " + message + " (isv-sp -h shows the usage)\n");
    }
}
