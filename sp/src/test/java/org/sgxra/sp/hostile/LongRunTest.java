package org.sgxra.sp.hostile;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.testdata.hostile.LongRun;

/** Attestations one after the other on one sp: as much is held after ten thousand of them as after five hundred. */
@Isolated("counts what is open")
class LongRunTest {
    @Test
    @Tag("long")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandAttestationsLeaveNothingBehind() throws Exception {
        try (HexServer server = new HexServer("sp, long run", 1, Duration.ofSeconds(100))) {
            LongRun.leavesNothingBehind("sp", count -> attest(server, count));
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
