package org.sgxra.runtime.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of messages all connections of a server may hold together. A message is limited by what it is; many large ones
 * at once would still take more memory than there is.
 */
public final class ByteBudget {
    /** For a process with a single connection. */
    public static final ByteBudget UNLIMITED = new ByteBudget(Long.MAX_VALUE);

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** @param limit in bytes, more than zero */
    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /**
     * For a server with the memory of this process: an eighth of what the JVM may use, 64 MiB at most. Buffers that grow, and
     * copies on the way to the message, take up to four times what is counted.
     */
    public static ByteBudget ofProcess() {
        return new ByteBudget(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /** Takes {@code count} bytes, or none if there are not so many left. */
    public boolean take(int count) {
        long after = held.addAndGet(count);
        if (after > limit) {
            held.addAndGet(-count);
            return false;
        }
        return true;
    }

    /** Gives bytes back. */
    public void give(int count) {
        held.addAndGet(-count);
    }

    /** The limit in bytes. */
    public long limit() {
        return limit;
    }

    /** Bytes that are held now. */
    public long held() {
        return held.get();
    }
}
