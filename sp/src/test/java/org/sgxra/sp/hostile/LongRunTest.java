package org.sgxra.sp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.testdata.hostile.Footprint;
import org.sgxra.testdata.hostile.LiveHeap;

/** Attestations one after the other on one sp: as much is held after ten thousand of them as after five hundred. */
@Isolated("counts what is open")
class LongRunTest {
    private static final int SETTLED = 500;
    private static final int ALL = 10_000;
    private static final double MORE_HEAP = 1.05;

    @Test
    @Tag("long")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandAttestationsLeaveNothingBehind() throws Exception {
        try (HexServer server = new HexServer("sp, long run", 1, Duration.ofSeconds(100))) {
            attest(server, SETTLED);
            Footprint early = Footprint.now();
            long earlyHeap = LiveHeap.bytes();

            attest(server, ALL - SETTLED);

            Footprint late = early.awaitNoMore();
            long lateHeap = LiveHeap.bytes();
            System.out.printf(
                    "sp: attestations: %d, descriptors %d/%d, threads %d/%d, live heap %d/%d bytes%n",
                    ALL, early.descriptors(), late.descriptors(), early.threads(), late.threads(), earlyHeap, lateHeap);
            assertThat(late.isWithin(early)).as(early + " " + late).isTrue();
            assertThat((double) lateHeap).isLessThanOrEqualTo(MORE_HEAP * earlyHeap);
        }
    }

    /** EPID and DCAP by turns. */
    private static void attest(HexServer server, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            server.attest(server.client(i % 2 == 1));
            server.log.drain();
        }
    }
}
