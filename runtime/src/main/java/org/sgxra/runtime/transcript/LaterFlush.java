package org.sgxra.runtime.transcript;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes a moment later, once, what is in memory by then. What a server waits for mostly comes within that moment, and then the lines
 * before and after go out in one piece.
 */
final class LaterFlush {
    /** Too short for people to notice. */
    private static final long MOMENT_MS = 50;

    /** Not the thread of all deadlines: a terminal that is stopped, or a pipe that nobody reads, blocks whoever writes. */
    private static final class Writer {
        static final ScheduledExecutorService THREAD = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "transcript");
            thread.setDaemon(true);
            return thread;
        });
    }

    private final Runnable flush;
    private final AtomicBoolean planned = new AtomicBoolean();

    /** @param flush writes what is in memory */
    LaterFlush(Runnable flush) {
        this.flush = flush;
    }

    /** Has it written soon, or at once where there is no thread for that. */
    void plan() {
        if (!planned.compareAndSet(false, true)) {
            return;
        }
        try {
            Future<?> unused = Writer.THREAD.schedule(this::run, MOMENT_MS, TimeUnit.MILLISECONDS);
        } catch (OutOfMemoryError | NoClassDefFoundError e) {
            // So the JVM says that the system has no thread to give, too.
            run();
        }
    }

    private void run() {
        planned.set(false);
        flush.run();
    }
}
