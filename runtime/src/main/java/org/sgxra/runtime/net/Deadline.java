package org.sgxra.runtime.net;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A time limit for a step on a connection. Blocked reads and writes, and above all those inside TLS, know no limit that holds
 * whatever the peer does; only closing the socket under them ends them all. One thread watches over all limits; what it does
 * when one has passed never blocks.
 */
public final class Deadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private enum State {
        RUNNING,
        KEPT,
        PASSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final ScheduledFuture<?> expiry;

    private Deadline(Duration limit, Runnable whenPassed) {
        this.expiry = TIMER.schedule(
                () -> {
                    if (state.compareAndSet(State.RUNNING, State.PASSED)) {
                        whenPassed.run();
                    }
                },
                TimeUnit.NANOSECONDS.convert(limit),
                TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "deadlines");
            thread.setDaemon(true);
            return thread;
        });
        // Most limits are kept: without this each would stay in the queue until its time has come.
        timer.setRemoveOnCancelPolicy(true);
        // Not when the first connection is there: by then the system may have no thread left to give.
        timer.prestartAllCoreThreads();
        return timer;
    }

    /**
     * Starts the clock.
     *
     * @param whenPassed run on the thread of all deadlines unless {@link #close} comes before; must not block
     */
    static Deadline start(Duration limit, Runnable whenPassed) {
        return new Deadline(limit, whenPassed);
    }

    /** How many limits are running, in the whole process. */
    public static int running() {
        return TIMER.getQueue().size();
    }

    /** True when the time was up before {@link #close}. */
    public boolean passed() {
        return state.get() == State.PASSED;
    }

    /** The step is over; from now on the limit cannot pass any more. */
    @Override
    public void close() {
        if (state.compareAndSet(State.RUNNING, State.KEPT)) {
            expiry.cancel(false);
        }
    }

    /** A limit in words: {@code 30 s}, {@code 300 ms}. */
    public static String inWords(Duration limit) {
        long milliseconds = TimeUnit.MILLISECONDS.convert(limit);
        return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
    }
}
