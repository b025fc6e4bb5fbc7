package org.sgxra.testdata.hostile;

import java.lang.management.ManagementFactory;

/** What of this process's heap is in use for good. */
public final class LiveHeap {
    private static final int COLLECTIONS = 5;
    private static final long PAUSE_MS = 200;

    private LiveHeap() {}

    /** Bytes in use after a forced collection. */
    public static long bytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(PAUSE_MS);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
