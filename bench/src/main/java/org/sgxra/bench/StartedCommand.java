package org.sgxra.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of the checkout as a process, with the moment of each line that it writes to standard error. */
final class StartedCommand implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final Pattern LISTENING = Pattern.compile("^Listening for connections on port (\\d+)");

    private final String name;
    private final long start = System.nanoTime();
    private final Process process;
    private final Thread reader;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String text, long time) {}

    private StartedCommand(Path folder, Map<String, String> environment, List<String> words) throws IOException {
        name = Path.of(words.get(0)).getFileName().toString();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(new File("/dev/null"))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        process = builder.start();
        reader = new Thread(this::read, "what " + name + " says");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param folder where its log goes
     * @param environment variables beside those of this process
     * @param words file and arguments
     */
    static StartedCommand start(Path folder, Map<String, String> environment, List<String> words) throws IOException {
        return new StartedCommand(folder, environment, words);
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(new Line(line, System.nanoTime()));
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was ended while this thread was reading.
            return;
        } finally {
            synchronized (lines) {
                lines.notifyAll();
            }
        }
    }

    /** Waits for a line and gives the milliseconds from the start to it. */
    double millisUntil(Pattern pattern) throws IOException, InterruptedException {
        return (await(pattern).time - start) / 1e6;
    }

    /** The port on which it listens, once it does. */
    int port() throws IOException, InterruptedException {
        Matcher matcher = LISTENING.matcher(await(LISTENING).text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Milliseconds from the start to the line that says that it listens. */
    double millisUntilListening() throws IOException, InterruptedException {
        return millisUntil(LISTENING);
    }

    /** Milliseconds from the start to the end, which must have this exit code. */
    double millisUntilExit(int code) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != code) {
            throw failure("did not end with " + code);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Milliseconds of CPU since the start; the shell that became this process is counted as well. */
    double cpuMillis() throws IOException {
        return ProcessCpu.millis(pid());
    }

    private Line await(Pattern pattern) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            for (int next = 0; ; next++) {
                while (next == lines.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0 || !reader.isAlive()) {
                        throw failure("never said " + pattern);
                    }
                    lines.wait(Math.min(left, 200));
                }
                if (pattern.matcher(lines.get(next).text).find()) {
                    return lines.get(next);
                }
            }
        }
    }

    private IOException failure(String what) {
        StringBuilder text = new StringBuilder(name + " " + what + "; it said:");
        synchronized (lines) {
            lines.forEach(line -> text.append("\n  ").append(line.text));
        }
        return new IOException(text.toString());
    }

    /** Ends it as a signal does and waits. */
    @Override
    public void close() {
        end(process);
    }

    /** Ends a process as a signal does and waits; what does not end in 20 s is killed. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
