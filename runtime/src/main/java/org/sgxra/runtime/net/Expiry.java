package org.sgxra.runtime.net;

import java.time.Duration;
import java.util.Optional;

/** When something must be over, such as a session and all that is waited for in it; not touched by clocks that are set. */
public final class Expiry {
    /** No end. */
    public static final Expiry NEVER = new Expiry(false, 0);

    private final boolean limited;
    private final long nanoTime;

    private Expiry(boolean limited, long nanoTime) {
        this.limited = limited;
        this.nanoTime = nanoTime;
    }

    /** In so much time from now on. */
    public static Expiry in(Duration limit) {
        return new Expiry(true, System.nanoTime() + limit.toNanos());
    }

    /** True if the time is up. */
    public boolean isOver() {
        return limited && nanoTime - System.nanoTime() <= 0;
    }

    /** The shorter one of {@code limit} and what is left; zero when the time is up. */
    public Duration atMost(Duration limit) {
        return left().filter(left -> left.compareTo(limit) < 0).orElse(limit);
    }

    /** What is left, zero when the time is up; empty where there is no end. */
    public Optional<Duration> left() {
        return limited ? Optional.of(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()))) : Optional.empty();
    }

    /** The earlier one of both. */
    public Expiry earlier(Duration limit) {
        return limited && atMost(limit).compareTo(limit) < 0 ? this : in(limit);
    }
}
