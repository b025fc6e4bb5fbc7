package org.sgxra.runtime.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many sessions that came to no verdict are told of: anybody can bring about such, as fast as connections can be made. What is
 * beyond {@link #PER_MINUTE} in a minute is counted, and told in one line. Safe for use by many threads.
 */
final class FailureLimit {
    /** Sessions that are told of in each minute. */
    static final int PER_MINUTE = 10_000;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private final LongSupplier nanoseconds;
    private long start;
    private int told;
    private int counted;
    private String last = "";

    /**
     * @param limit sessions in a minute
     * @param nanoseconds of a clock that nobody sets, such as {@link System#nanoTime}
     */
    FailureLimit(int limit, LongSupplier nanoseconds) {
        this.limit = limit;
        this.nanoseconds = nanoseconds;
        this.start = nanoseconds.getAsLong();
    }

    /** All are told of. */
    static FailureLimit none() {
        return new FailureLimit(Integer.MAX_VALUE, () -> 0);
    }

    /**
     * Whether a session is told of.
     *
     * @param isTold its lines may be written
     * @param before lines that go before them
     */
    record Answer(boolean isTold, List<String> before) {}

    /**
     * A session has ended without a verdict.
     *
     * @param peer of the session; empty if that is not known
     */
    synchronized Answer ended(String peer) {
        List<String> before = new ArrayList<>(passed());
        if (told < limit) {
            told++;
            return new Answer(true, before);
        }
        if (counted++ == 0) {
            before.add("warning: " + limit + " sessions ended without a verdict in less than a minute; until it is over"
                    + " the others are counted only");
        }
        if (!peer.isEmpty()) {
            last = peer;
        }
        return new Answer(false, before);
    }

    /** True while sessions that come to nothing are counted only. */
    synchronized boolean isReached() {
        return told >= limit && !isMinuteOver();
    }

    /** What is to be said of a minute that is over; nothing if all its sessions were told of. */
    synchronized List<String> passed() {
        if (!isMinuteOver()) {
            return List.of();
        }
        start = nanoseconds.getAsLong();
        told = 0;
        return rest();
    }

    /** What is to be said of those that were only counted. */
    synchronized List<String> rest() {
        if (counted == 0) {
            return List.of();
        }
        String line = counted + (counted == 1 ? " more session" : " more sessions") + " ended without a verdict"
                + (last.isEmpty() ? "" : ", the last one with " + last);
        counted = 0;
        last = "";
        return List.of(line);
    }

    private boolean isMinuteOver() {
        return nanoseconds.getAsLong() - start >= MINUTE;
    }
}
