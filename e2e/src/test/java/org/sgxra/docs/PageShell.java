package org.sgxra.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shell in which the commands of a page are run one after the other, as a reader would: variables, functions and servers stay. */
final class PageShell implements AutoCloseable {
    /** Generous: only a hang should meet it. */
    private static final long PATIENCE_SECONDS = 900;

    private final Path files;
    private final Process shell;
    private final Writer input;
    private final BufferedReader answers;
    private final Map<String, Long> servers = new LinkedHashMap<>();
    private int number;

    /** What a command wrote, on both streams, and how it ended. */
    record Result(String command, int exitCode, String output) {
        @Override
        public String toString() {
            return command + "\nexit " + exitCode + "\n" + output;
        }
    }

    /**
     * @param folder where the commands are run
     * @param files where they and what they write are kept
     * @param environment what they find in theirs beside what this process has
     */
    PageShell(Path folder, Path files, Map<String, String> environment) throws IOException {
        this.files = files;
        ProcessBuilder builder = new ProcessBuilder("bash", "--norc").directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SGXRA_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        builder.environment().putAll(environment);
        shell = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        input = shell.outputWriter(StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a command to its end. */
    Result run(String command) throws IOException, InterruptedException {
        Path output = write(command);
        int exitCode = (int) ask(". '%s' >'%s' 2>&1 </dev/null; echo $?".formatted(source(), output));
        return new Result(command, exitCode, Files.readString(output));
    }

    /** Starts a server and waits until it listens; one of the same name that runs is ended first. */
    Result start(String name, String command) throws IOException, InterruptedException {
        stop(name);
        Path output = write("exec env " + command);
        long process = ask("(. '%s') >'%s' 2>&1 </dev/null & echo $!".formatted(source(), output));
        servers.put(name, process);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(output).contains("Listening for connections")) {
            if (System.nanoTime() > deadline || !isAlive(process)) {
                return new Result(command, 1, Files.readString(output));
            }
            Thread.sleep(50);
        }
        return new Result(command, 0, Files.readString(output));
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private void stop(String name) {
        Long process = servers.remove(name);
        if (process != null) {
            ProcessHandle.of(process).ifPresent(handle -> {
                handle.destroy();
                handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            });
        }
    }

    private Path write(String command) throws IOException {
        number++;
        Files.writeString(source(), command + "\n");
        return Files.createFile(files.resolve("output" + number));
    }

    private Path source() {
        return files.resolve("command" + number);
    }

    private long ask(String line) throws IOException, InterruptedException {
        input.write(line + "\n");
        input.flush();
        Thread watch = new Thread(this::endOnHang, "watch over a page's command");
        watch.setDaemon(true);
        watch.start();
        String answer = answers.readLine();
        watch.interrupt();
        watch.join();
        if (answer == null) {
            throw new IOException("the shell ended with " + Files.readString(source()));
        }
        return Long.parseLong(answer.strip());
    }

    private void endOnHang() {
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            // The command has ended.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the servers and the shell. */
    @Override
    public void close() {
        for (String name : servers.keySet().toArray(new String[0])) {
            stop(name);
        }
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
