package org.sgxra.testdata.hostile;

import java.io.File;
import java.lang.management.ManagementFactory;

/**
 * What this process holds.
 *
 * @param descriptors open; -1 where the system does not say
 * @param threads alive
 */
public record Footprint(int descriptors, int threads) {
    private static final int TRIES = 3000;
    private static final long PAUSE_MS = 20;

    /** What it holds now. */
    public static Footprint now() {
        String[] open = new File("/proc/self/fd").list();
        return new Footprint(
                open == null ? -1 : open.length,
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** Waits, as threads that are not needed any more end by and by, until it holds no more than this; gives what it holds then, or after a minute. */
    public Footprint awaitNoMore() throws InterruptedException {
        Footprint later = now();
        for (int i = 0; i < TRIES && !later.isWithin(this); i++) {
            Thread.sleep(PAUSE_MS);
            later = now();
        }
        return later;
    }

    /** True if it is no more than the other one. */
    public boolean isWithin(Footprint other) {
        return descriptors <= other.descriptors && threads <= other.threads;
    }
}
