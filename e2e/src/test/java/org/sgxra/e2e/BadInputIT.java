package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.testdata.FreePort;

/** Bad input at the command lines: one clear line, the exit code of docs/spec/cli.md, never a stack trace. */
class BadInputIT {
    @TempDir
    private static Path directory;

    private static Stage stage;

    @BeforeAll
    static void startEmulator() throws Exception {
        stage = Stage.in(directory);
        Files.writeString(directory.resolve("no.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    static Stream<Arguments> badArguments() {
        String missing = "/nonexistent/file";
        return Stream.of(
                Arguments.of("run-client", "--frobnicate", "frobnicate"),
                Arguments.of("run-client", "-s 12zz", "-s"),
                Arguments.of("run-client", "-s " + "zz".repeat(16), "hexadecimal"),
                Arguments.of("run-client", "-S " + missing, missing),
                Arguments.of("run-client", "-p " + "00".repeat(64), "P-256"),
                Arguments.of("run-client", "-P no.pem", "no.pem|PEM"),
                Arguments.of("run-client", "-z localhost", "-z"),
                Arguments.of("run-client", "localhost:99999", "99999"),
                Arguments.of("run-client", "--timeout=0", "timeout"),
                Arguments.of("run-server", "--frobnicate", "frobnicate"),
                Arguments.of("run-server", "-N 1234", "-N|mrsigner"),
                Arguments.of("run-server", "-R 65536", "65535"),
                Arguments.of("run-server", "-K no.pem", "no.pem|PEM"),
                Arguments.of("run-server", "-K " + missing, missing),
                Arguments.of("run-server", "-A " + missing, missing),
                Arguments.of("run-server", "-r 2", "3, 4 or 5|version"),
                Arguments.of("run-server", "-z 7777", "-z"),
                Arguments.of("run-server", "-g wget", "wget"),
                Arguments.of("run-server", "--accept-status=KEY_REVOKED", "KEY_REVOKED"),
                Arguments.of("run-server", "--ias-url=http://localhost", "https"),
                Arguments.of("run-server", "70000", "70000"),
                Arguments.of("run-ias", "--frobnicate", "frobnicate"),
                Arguments.of("run-ias", "--port=70000", "70000"),
                Arguments.of("bin/mrsigner", missing, missing));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "run-client, -P no.pem, no.pem|PEM",
        "run-server, -R 65536, 65535",
        "run-ias, --frobnicate, frobnicate",
        "bin/mrsigner, /nonexistent/file, /nonexistent/file"
    })
    void eachCommandRefusesWithOneLine(String script, String arguments, String named) throws Exception {
        isRefusedWithOneLine(script, arguments, named);
    }

    @ParameterizedTest(name = "{0} {1}")
    @Tag("long")
    @MethodSource("badArguments")
    void isRefusedWithOneLine(String script, String arguments, String named) throws Exception {
        String[] line = arguments
                .replace("no.pem", directory.resolve("no.pem").toString())
                .split(" ");
        Command command = stage.run(script, line);
        assertThat(command.exitCode()).as("%s", command).isEqualTo(1);
        assertThat(command.errors())
                .as("%s", command)
                .containsPattern(named)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(command.joinedErrors()
                        .lines()
                        .filter(text -> !text.isBlank())
                        .count())
                .as("%s", command)
                .isLessThanOrEqualTo(3);
        assertThat(command.output()).isEmpty();
    }

    @Test
    void portInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Command server = stage.run("run-server", String.valueOf(taken.getLocalPort()));
            assertThat(server.exitCode()).as("%s", server).isEqualTo(1);
            assertThat(server.errors())
                    .contains(String.valueOf(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void unreachableServerIsANetworkError() throws Exception {
        int free = FreePort.any();
        Command client = stage.run("run-client", "localhost:" + free);
        assertThat(client.exitCode()).as("%s", client).isEqualTo(3);
        assertThat(client.errors()).contains("localhost:" + free).doesNotContain("\tat ");
    }

    @Test
    void unreachableProvisioningIsANetworkErrorThatNamesTheRemedy() throws Exception {
        Path fresh = directory.resolve("fresh");
        try (Stage other = stage.sibling().with("PLATFORM_STATE", fresh.toString())) {
            other.with("PROVISIONING_URL", "https://localhost:1");
            Command client = other.run("run-client", "-e");
            assertThat(client.exitCode()).as("%s", client).isEqualTo(3);
            assertThat(client.errors())
                    .contains("https://localhost:1")
                    .contains("run-ias")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    @Tag("long")
    void aPeerThatTalksNonsenseDoesNotDisturbTheNext() throws Exception {
        Stage.Server server = stage.server("--timeout=5");
        int port = Integer.parseInt(server.address().split(":")[1]);
        for (String nonsense : new String[] {"\n", "zz\n", "abc\n", "00\n", "00".repeat(72) + "\n", ""}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(nonsense.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                socket.shutdownOutput();
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            }
        }
        Command client = stage.attest(server);
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(server.command().errors()).doesNotContain("\tat ");
    }
}
