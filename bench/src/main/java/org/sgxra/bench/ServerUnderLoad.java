package org.sgxra.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A service provider as a process, and what proc(5) says of it. What it writes goes into files, at nobody's cost but its own. */
final class ServerUnderLoad implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("(?m)^Listening for connections on port (\\d+)");
    private static final Pattern JAVA_THREAD = Pattern.compile("^\"(?!C[12] Compiler|Attach Listener|Signal Dispatcher|"
            + "Finalizer|Reference Handler|Common-Cleaner|Notification Thread|Service Thread|Monitor Deflation|Sweeper)"
            + "[^\"]*\" #");
    /** The last line of a histogram: instances and bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private final Process process;
    private final Path stderr;
    private final int port;

    private ServerUnderLoad(Path folder, List<String> words, int knownPort) throws IOException, InterruptedException {
        stderr = Files.createTempFile(folder, "sp", ".stderr");
        process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(new File("/dev/null"))
                .redirectError(stderr.toFile())
                .start();
        port = knownPort > 0 ? awaitConnections(knownPort) : awaitPort();
    }

    /** A service provider of this checkout, which says on which port it listens. */
    static ServerUnderLoad start(Path folder, List<String> words) throws IOException, InterruptedException {
        return new ServerUnderLoad(folder, words, 0);
    }

    /**
     * Any other one.
     *
     * @param command for the shell, with placeholders
     * @param values of the placeholders, by their names; {@code {port}} is added
     */
    static ServerUnderLoad start(Path folder, String command, Map<String, String> values)
            throws IOException, InterruptedException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String line = command.replace("{port}", String.valueOf(free));
        for (Map.Entry<String, String> value : values.entrySet()) {
            line = line.replace("{" + value.getKey() + "}", value.getValue());
        }
        return new ServerUnderLoad(folder, List.of("/bin/sh", "-c", "exec " + line), free);
    }

    private int awaitPort() throws IOException, InterruptedException {
        return await(() -> {
            Matcher matcher = LISTENING.matcher(Files.readString(stderr, StandardCharsets.UTF_8));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        });
    }

    private int awaitConnections(int known) throws IOException, InterruptedException {
        return await(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), known)) {
                return socket.getPort();
            } catch (java.net.ConnectException e) {
                return 0;
            }
        });
    }

    /** Looks for something that is not there yet. */
    private interface Look {
        int at() throws IOException;
    }

    private int await(Look look) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (int found = look.at(); ; found = look.at()) {
            if (found != 0) {
                return found;
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IOException("the service provider did not start: " + Files.readString(stderr));
            }
            Thread.sleep(5);
        }
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** CPU time so far, with that of programs it started, in milliseconds. */
    double cpuMillis() throws IOException {
        return ProcessCpu.millisWithChildren(process.pid());
    }

    /** Resident memory in MiB. */
    double residentMiB() throws IOException {
        return ProcessCpu.residentMiB(process.pid(), "VmRSS");
    }

    /** Open descriptors. */
    int descriptors() throws IOException {
        return entries("fd");
    }

    private int entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(process.pid()), folder))) {
            return (int) entries.count();
        }
    }

    /** Java threads without those that belong to the JVM. */
    int ownThreads() throws IOException, InterruptedException {
        return (int) jcmd("Thread.print")
                .lines()
                .filter(line -> JAVA_THREAD.matcher(line).find())
                .count();
    }

    /** Bytes of live objects after a forced collection. */
    long liveBytes() throws IOException, InterruptedException {
        String text = jcmd("GC.class_histogram");
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd says: " + text);
        }
        return Long.parseLong(total.group(1));
    }

    /** What the JVM answers; jcmd is that of the JDK that runs it. */
    private String jcmd(String command) throws IOException, InterruptedException {
        Path executable = Path.of("/proc", String.valueOf(process.pid()), "exe").toRealPath();
        Process jcmd = new ProcessBuilder(
                        executable.resolveSibling("jcmd").toString(), String.valueOf(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return text;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        StartedCommand.end(process);
    }
}
