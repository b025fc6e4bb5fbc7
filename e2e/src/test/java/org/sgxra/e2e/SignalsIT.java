package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are sent a signal end well, and leave the JVM the time to write what it records (docs/spec/cli.md). */
class SignalsIT {
    private static final String LISTENING = "^Listening for connections on port (\\d+)";

    @TempDir
    private static Path directory;

    private static Stage stage;

    @BeforeAll
    static void startEmulator() throws Exception {
        stage = Stage.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    /** Starts a server that records itself. A shell in the background would have it ignore SIGINT. */
    private static Command start(Path recording, String... line) throws IOException {
        Stage recorded = stage.with("SGXRA_JAVA_OPTIONS", "-XX:StartFlightRecording:filename=" + recording);
        String[] all = new String[line.length + 1];
        all[0] = "--default-signal=INT,TERM";
        all[1] = Command.home().resolve(line[0]).toString();
        System.arraycopy(line, 1, all, 2, line.length - 1);
        return recorded.run("/usr/bin/env", all);
    }

    private static int port(Command server) throws InterruptedException {
        return Integer.parseInt(server.awaitError(LISTENING).group(1));
    }

    private static void send(String signal, Command command) throws Exception {
        String pid = Long.toString(command.process().pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }

    private static void endedWell(Command server, Path recording) throws Exception {
        assertThat(server.exitCode()).as("%s", server).isZero();
        assertThat(server.errors()).doesNotContain("Exception", "internal error");
        assertThat(recording).isNotEmptyFile();
    }

    @Test
    void everyServerEndsWithZeroAndAllHooksRun() throws Exception {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        assertThat(stage.run("bin/isv-cert", certificate.toString(), key.toString())
                        .exitCode())
                .isZero();
        EmulatorKeys.provide(directory.resolve("other"));
        List<Path> recordings =
                List.of(directory.resolve("ias.jfr"), directory.resolve("sp.jfr"), directory.resolve("isv-app.jfr"));
        List<Command> servers = List.of(
                start(recordings.get(0), "bin/ias", "--port=0", "--state=" + directory.resolve("other")),
                start(recordings.get(1), "run-server", "0"),
                start(recordings.get(2), "bin/isv-app", "--cert=" + certificate, "--key=" + key, "0"));
        for (Command server : servers) {
            port(server);
        }
        for (int i = 0; i < servers.size(); i++) {
            send(i == 0 ? "INT" : "TERM", servers.get(i));
        }
        for (int i = 0; i < servers.size(); i++) {
            endedWell(servers.get(i), recordings.get(i));
        }
    }

    @Test
    @Tag("long")
    void aSessionInProgressMayEndAndNoOtherBegins() throws Exception {
        Path recording = directory.resolve("busy.jfr");
        Command server = start(recording, "run-server", "0");
        int port = port(server);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            server.awaitError("^Waiting for msg0");
            send("TERM", server);
            while (accepts(port)) {
                Thread.sleep(20);
            }
            assertThat(answer(client, "00\n")).isEmpty();
        }
        endedWell(server, recording);
        assertThat(server.errors())
                .containsPattern("Attestation failed: (malformed msg0\\|\\|msg1|the server was stopped)");
    }

    /** On a busy machine the time that a session is left may have passed before this is sent: then the connection is reset. */
    private static byte[] answer(Socket client, String line) {
        try {
            client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            return client.getInputStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Tag("long")
    void standardInputThatIsAwaitedDoesNotKeepAServer() throws Exception {
        Path recording = directory.resolve("stdio.jfr");
        Command server = start(recording, "run-server", "-z");
        server.awaitError("^Waiting for msg0");
        send("TERM", server);
        endedWell(server, recording);
        assertThat(Files.size(recording)).isPositive();
    }
}
