package org.sgxra.runtime.wire;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A time limit for sending: a blocked write knows none of its own, only closing the connection ends it. One thread, started
 * with the first deadline, watches over all of them.
 */
final class SendDeadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Closeable connection;
    private final ScheduledFuture<?> expiry;
    private volatile boolean passed;

    private SendDeadline(Closeable connection, Duration limit) {
        this.connection = connection;
        this.expiry = CLOCK.schedule(this::expire, TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "send deadlines");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Closes {@code connection} after {@code limit}, unless this object is closed before. */
    static SendDeadline of(Closeable connection, Duration limit) {
        return new SendDeadline(connection, limit);
    }

    private void expire() {
        passed = true;
        try {
            connection.close();
        } catch (IOException e) {
            // Whoever is writing learns that the connection is of no use.
        }
    }

    /** True when the connection was closed because the time was up. */
    boolean passed() {
        return passed;
    }

    /** All was sent, or failed, in time. */
    @Override
    public void close() {
        expiry.cancel(false);
    }
}
