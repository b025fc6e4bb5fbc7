package org.sgxra.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script of this project as a process: its arguments, its environment, what it says, how it ends. */
final class Command implements AutoCloseable {
    /** Generous: only a hang should meet it. */
    static final long PATIENCE_SECONDS = 600;

    private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1";

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Command(Process process, boolean piped) {
        this.process = process;
        this.out = new Lines(piped ? InputStream.nullInputStream() : process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    /** Starts {@code script} of the checkout in {@code directory}, on the JDK that runs this test. */
    static Command start(Path directory, Map<String, String> environment, String script, String... arguments)
            throws IOException {
        return new Command(process(directory, environment, script, arguments), false);
    }

    /** The same, with standard output left to the caller: {@code process().getInputStream()}. */
    static Command startPiped(Path directory, Map<String, String> environment, String script, String... arguments)
            throws IOException {
        return new Command(process(directory, environment, script, arguments), true);
    }

    private static Process process(Path directory, Map<String, String> environment, String script, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(home().resolve(script).toString());
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Most end before the JVM's second compiler has paid for itself.
        if (!environment.containsKey("SGXRA_JAVA_OPTIONS")) {
            builder.environment().merge("SGXRA_JAVA_OPTIONS", SHORT_LIFE, (given, own) -> own + " " + given);
        }
        builder.environment()
                .keySet()
                .removeAll(List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Root of the checkout. */
    static Path home() {
        return Path.of(System.getProperty("sgxra.home")).toAbsolutePath().normalize();
    }

    /** Waits for the end and gives the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s\n" + this);
        }
        out.join();
        err.join();
        return process.exitValue();
    }

    /** Waits until a line of standard error matches, and gives the match. */
    Matcher awaitError(String regex) throws InterruptedException {
        return err.await(Pattern.compile(regex), this);
    }

    /** Waits until a line of standard output matches, and gives the match. */
    Matcher awaitOutput(String regex) throws InterruptedException {
        return out.await(Pattern.compile(regex), this);
    }

    /** Standard output so far. */
    String output() {
        return out.text();
    }

    /** Standard error so far. */
    String errors() {
        return err.text();
    }

    /** The same, with every error in one line: what does not fit into 80 columns follows in lines that begin with four blanks. */
    String joinedErrors() {
        return errors().replaceAll("\\R {4}(?! )", " ");
    }

    /** The process itself. */
    Process process() {
        return process;
    }

    /** Standard input of the process. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** Ends the process as a signal from a terminal would, and whatever it has started. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String toString() {
        return "exit " + (process.isAlive() ? "-" : process.exitValue()) + "\nstdout:\n" + output() + "\nstderr:\n"
                + errors();
    }

    /** Collects what a stream says. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream), "output of a command");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    synchronized (this) {
                        lines.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process was ended while this thread was reading.
                synchronized (this) {
                    notifyAll();
                }
            }
        }

        synchronized String text() {
            return String.join("\n", lines);
        }

        void join() throws InterruptedException {
            reader.join(TimeUnit.SECONDS.toMillis(10));
        }

        synchronized Matcher await(Pattern pattern, Command command) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (int next = 0; ; next++) {
                while (next >= lines.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0 || (!reader.isAlive() && next >= lines.size())) {
                        throw new AssertionError("no line " + pattern + "\n" + command.describe(lines));
                    }
                    wait(Math.min(left, 200));
                }
                Matcher matcher = pattern.matcher(lines.get(next));
                if (matcher.find()) {
                    return matcher;
                }
            }
        }
    }

    private String describe(List<String> lines) {
        return "alive: " + process.isAlive() + "\n" + String.join("\n", lines);
    }
}
