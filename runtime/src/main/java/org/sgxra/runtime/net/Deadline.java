package org.sgxra.runtime.net;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A time limit for a step on a connection. Blocked reads and writes, and above all those inside TLS, know no limit that holds
 * whatever the peer does; only closing the socket under them ends them all. One thread watches over all limits; what it does
 * when one has passed never blocks.
 *
 * <p>Nearly all limits are kept, and most are of one length: the thread sleeps until the time that was the earliest when it fell
 * asleep, and is woken only for an earlier one. A limit that was kept is forgotten at once, but does not wake it.
 */
public final class Deadline implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();
    /** By time, as {@link System#nanoTime} has it: only differences mean anything. */
    private static final Comparator<Deadline> EARLIEST_FIRST = (one, other) -> {
        long difference = one.end - other.end;
        return difference != 0 ? Long.signum(difference) : Long.compare(one.number, other.number);
    };

    private static final TreeSet<Deadline> RUNNING = new TreeSet<>(EARLIEST_FIRST);
    private static boolean asleep;
    private static boolean forEver;
    private static long wakesAt;

    private static Thread watcher;

    private enum State {
        RUNNING,
        KEPT,
        PASSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final long number = NUMBERS.incrementAndGet();
    private final long end;
    private final Runnable whenPassed;

    private Deadline(Duration limit, Runnable whenPassed) {
        this.end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        this.whenPassed = whenPassed;
    }

    /**
     * Starts the thread that watches over all limits, unless it runs. A server does so before the first connection is there: by then
     * the system may have no thread left to give. Without one no limit starts; the next one tries again.
     */
    public static void prepare() {
        synchronized (RUNNING) {
            if (watcher == null) {
                Thread thread = new Thread(Deadline::watch, "deadlines");
                thread.setDaemon(true);
                thread.start();
                watcher = thread;
            }
        }
    }

    /**
     * Starts the clock.
     *
     * @param whenPassed run on the thread of all deadlines unless {@link #close} comes before; must not block
     */
    static Deadline start(Duration limit, Runnable whenPassed) {
        Deadline deadline = new Deadline(limit, whenPassed);
        prepare();
        synchronized (RUNNING) {
            RUNNING.add(deadline);
            if (asleep && (forEver || deadline.end - wakesAt < 0)) {
                RUNNING.notifyAll();
            }
        }
        return deadline;
    }

    private static void watch() {
        while (true) {
            try {
                awaitNext().pass();
            } catch (Throwable e) {
                // Whatever is wrong with one of them, the others have their ends as well.
            }
        }
    }

    private static Deadline awaitNext() throws InterruptedException {
        synchronized (RUNNING) {
            while (true) {
                long now = System.nanoTime();
                Deadline next = RUNNING.isEmpty() ? null : RUNNING.first();
                if (next != null && next.end - now <= 0) {
                    RUNNING.remove(next);
                    return next;
                }
                asleep = true;
                forEver = next == null;
                wakesAt = next == null ? 0 : next.end;
                // Zero would be for ever.
                RUNNING.wait(next == null ? 0 : (next.end - now) / 1_000_000 + 1);
                asleep = false;
            }
        }
    }

    private void pass() {
        if (state.compareAndSet(State.RUNNING, State.PASSED)) {
            whenPassed.run();
        }
    }

    /** How many limits are running, in the whole process. */
    public static int running() {
        synchronized (RUNNING) {
            return RUNNING.size();
        }
    }

    /** True when the time was up before {@link #close}. */
    public boolean passed() {
        return state.get() == State.PASSED;
    }

    /** The step is over; from now on the limit cannot pass any more. */
    @Override
    public void close() {
        if (state.compareAndSet(State.RUNNING, State.KEPT)) {
            synchronized (RUNNING) {
                RUNNING.remove(this);
            }
        }
    }

    /** A limit in words: {@code 30 s}, {@code 300 ms}. */
    public static String inWords(Duration limit) {
        long milliseconds = TimeUnit.MILLISECONDS.convert(limit);
        return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
    }
}
