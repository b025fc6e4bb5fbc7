package org.sgxra.testdata.hostile;

import java.lang.management.ManagementFactory;

/** Ten thousand attestations one after the other: after them as much must be held as after five hundred. */
public final class LongRun {
    private static final int SETTLED = 500;
    private static final int ALL = 10_000;
    private static final double MORE_HEAP = 1.05;
    private static final int COLLECTIONS = 5;
    private static final long PAUSE_MS = 200;

    private LongRun() {}

    /** Attestations on a server that runs already. */
    @FunctionalInterface
    public interface Load {
        /** Attests so many times. */
        void attest(int count) throws Exception;
    }

    /**
     * Attests, and tells what it held.
     *
     * @param program whose descriptors, threads and heap are this process's
     * @throws AssertionError if descriptors or threads have become more, or the live heap larger by a twentieth
     */
    public static void leavesNothingBehind(String program, Load load) throws Exception {
        load.attest(SETTLED);
        Footprint early = Footprint.now();
        long earlyHeap = liveHeap();

        load.attest(ALL - SETTLED);

        Footprint late = early.awaitNoMore();
        long lateHeap = liveHeap();
        System.out.printf(
                "%s: attestations: %d, descriptors %d/%d, threads %d/%d, live heap %d/%d bytes%n",
                program,
                ALL,
                early.descriptors(),
                late.descriptors(),
                early.threads(),
                late.threads(),
                earlyHeap,
                lateHeap);
        if (!late.isWithin(early)) {
            throw new AssertionError("after " + SETTLED + " " + early + ", after " + ALL + " " + late);
        }
        if (lateHeap > MORE_HEAP * earlyHeap) {
            throw new AssertionError("live heap of " + lateHeap + " bytes, of " + earlyHeap + " after " + SETTLED);
        }
    }

    /** Bytes in use after a forced collection. */
    private static long liveHeap() throws InterruptedException {
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
