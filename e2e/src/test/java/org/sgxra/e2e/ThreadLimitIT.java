package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers to which the system gives no thread for a connection. The limit (setrlimit(2), RLIMIT_NPROC) is lowered when they
 * run; it does not hold for root, under whom they run as somebody else.
 */
class ThreadLimitIT {
    private static final String NOBODY = "54321";

    @TempDir
    private static Path directory;

    private static Stage stage;

    @BeforeAll
    static void startEmulator() throws Exception {
        assumeCommand("prlimit", "--version");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        if (isRoot()) {
            assumeCommand(limited("test", "-r", script("bin/ias")).toArray(new String[0]));
        }
        stage = Stage.in(directory);
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String script(String name) {
        return Command.home().resolve(name).toString();
    }

    private static boolean run(String... line) throws Exception {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private static void assumeCommand(String... line) throws Exception {
        try {
            Assumptions.assumeTrue(run(line), String.join(" ", line));
        } catch (IOException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    /** As somebody for whom the limit holds. */
    private static List<String> limited(String... line) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups", "--"));
        }
        all.addAll(List.of(line));
        return all;
    }

    /** Without the options of this run's JVMs: somebody else may not read an agent, nor write what it measures. */
    private static Command start(String script, String... arguments) throws IOException {
        List<String> all = limited("env", "HOME=" + directory, "SGXRA_JAVA_OPTIONS=", script(script));
        all.addAll(List.of(arguments));
        return stage.run(find(all.get(0)), all.subList(1, all.size()).toArray(new String[0]));
    }

    private static String find(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return Path.of(folder, program).toString();
            }
        }
        throw new IllegalStateException(program);
    }

    private static void limit(Command server, String threads) throws Exception {
        String pid = "--pid=" + server.process().pid();
        assertThat(run(limited("prlimit", pid, "--nproc=" + threads + ":").toArray(new String[0])))
                .isTrue();
    }

    /** The limit as it is. */
    private static String limit(Command server) throws IOException {
        Path limits = Path.of("/proc/" + server.process().pid() + "/limits");
        return Files.readString(limits).replaceAll("(?s).*\nMax processes +(\\S+) .*", "$1");
    }

    /** What comes for a line that is no TLS: an alert, or nothing if nobody serves the connection. */
    private static int firstByte(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("not TLS\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void servesAgainWhenThereAreThreads(Command server) throws Exception {
        int port = Integer.parseInt(
                server.awaitError("^Listening for connections on port (\\d+)").group(1));
        String before = limit(server);
        limit(server, "1");
        assertThat(firstByte(port)).isEqualTo(-1);
        server.awaitError("cannot accept a connection: unable to create native thread");
        assertThat(firstByte(port)).isEqualTo(-1);

        limit(server, before);
        assertThat(firstByte(port)).as("%s", server).isEqualTo(21);
        assertThat(run("kill", "-TERM", Long.toString(server.process().pid()))).isTrue();
        assertThat(server.exitCode()).as("%s", server).isZero();
    }

    @Test
    @Tag("long")
    void theEmulatorServesAgainWhenThereAreThreads() throws Exception {
        servesAgainWhenThereAreThreads(start("bin/ias", "-d", "--port=0", "--state=" + directory.resolve("limited")));
    }

    @Test
    void theApplicationServesAgainWhenThereAreThreads() throws Exception {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        assertThat(start("bin/isv-cert", certificate.toString(), key.toString()).exitCode())
                .isZero();
        servesAgainWhenThereAreThreads(start("bin/isv-app", "--cert=" + certificate, "--key=" + key, "0"));
    }
}
