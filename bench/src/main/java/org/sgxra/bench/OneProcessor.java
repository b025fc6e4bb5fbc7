package org.sgxra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * This process, and what it starts, on one processor, by taskset(1) of util-linux. Where each step waits for the one before, a second
 * processor does no work; to wake it is charged to whoever does, and on a virtual machine costs more than the message that it is
 * woken for.
 */
final class OneProcessor implements AutoCloseable {
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final String before;

    private OneProcessor(String before) {
        this.before = before;
    }

    /**
     * From here on, until {@link #close}, for all threads.
     *
     * @throws IOException if there is no taskset, or it fails
     */
    static OneProcessor take() throws IOException, InterruptedException {
        String allowed = allowed();
        OneProcessor one = new OneProcessor(allowed);
        set(allowed.replaceFirst(".*[,-]", ""));
        return one;
    }

    /** Processors that this process may use, as proc(5) has them: {@code 0-1}. */
    private static String allowed() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(ALLOWED)) {
                return line.substring(ALLOWED.length()).strip();
            }
        }
        throw new IOException("/proc/self/status does not say which processors may be used");
    }

    private static void set(String processors) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder(
                        "taskset",
                        "--all-tasks",
                        "--cpu-list",
                        "--pid",
                        processors,
                        String.valueOf(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset cannot choose processor " + processors + ": " + said.strip());
        }
    }

    /** As before. */
    @Override
    public void close() throws IOException {
        try {
            set(before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
