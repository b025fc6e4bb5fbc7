package org.sgxra.sp.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

/** {@code sp} in a process of its own, on free ports of the loopback, with the attestation service of the tests. */
final class SpProcess implements AutoCloseable {
    private static final Pattern METRICS = Pattern.compile("Metrics on http://127\\.0\\.0\\.1:([0-9]+)/metrics");
    private static final Pattern LISTENING = Pattern.compile("Listening for connections on port ([0-9]+)");

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final int metrics;
    private final int port;

    private SpProcess(Process process) throws Exception {
        this.process = process;
        Thread reader = new Thread(this::read, "stderr of sp");
        reader.setDaemon(true);
        reader.start();
        this.metrics = number(METRICS);
        this.port = number(LISTENING);
    }

    /** Starts it; its log file is in {@code folder}. */
    static SpProcess start(MockIas ias, Path folder, String... options) throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.pem"), TestServer.CA.pem());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sgxra.sp.Sp",
                "-N",
                TestClient.MRSIGNER.hex(),
                "-R",
                "7",
                "-V",
                "3",
                "-s",
                TestClient.SPID.hex(),
                "-i",
                TestServer.PRIMARY,
                "-x",
                "--ias-url=" + ias.url(),
                "-A",
                ca.toString(),
                "-B",
                ca.toString(),
                "--bind=127.0.0.1",
                "--metrics=0"));
        command.addAll(List.of(options));
        command.add("0");
        return new SpProcess(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // The process was ended.
        }
    }

    private int number(Pattern pattern) throws InterruptedException {
        while (process.isAlive()) {
            Matcher matcher = pattern.matcher(text());
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            Thread.sleep(10);
        }
        throw new AssertionError(text());
    }

    /** What people have read so far. */
    String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    /** Where its figures are. */
    int metrics() {
        return metrics;
    }

    /** A page of its figures, with the status line. */
    String page(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", metrics)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a signal. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for the end and gives the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(100, TimeUnit.SECONDS)) {
            throw new AssertionError("still running\n" + text());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
