package org.sgxra.testdata.hostile;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a program writes for people, taken line by line as it comes. */
public final class LogLines extends OutputStream {
    private static final long PATIENCE_SECONDS = 600;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.add(begun.toString(StandardCharsets.UTF_8));
            begun.reset();
        } else {
            begun.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    /**
     * Takes lines until one is what is awaited; those before it are dropped.
     *
     * @param seen is told of each line, dropped ones too
     * @throws AssertionError if none comes for two minutes
     */
    public String await(String what, Predicate<String> isIt, Predicate<String> seen) throws InterruptedException {
        List<String> dropped = new ArrayList<>();
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line about " + what + "; instead " + dropped);
            }
            if (seen.test(line)) {
                dropped.add(line);
            }
            if (isIt.test(line)) {
                return line;
            }
        }
    }

    /** The lines that have come and were not taken. */
    public List<String> drain() {
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        return rest;
    }
}
