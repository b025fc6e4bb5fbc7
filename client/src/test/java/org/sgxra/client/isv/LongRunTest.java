package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.QuoteKind;
import org.sgxra.testdata.hostile.Footprint;
import org.sgxra.testdata.hostile.LiveHeap;

/** Attestations one after the other on one isv-app: as much is held after ten thousand of them as after five hundred. */
@EnabledOnOs(OS.LINUX)
class LongRunTest {
    private static final int SETTLED = 500;
    private static final int ALL = 10_000;
    private static final double MORE_HEAP = 1.05;

    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandAttestationsLeaveNothingBehind() throws Exception {
        try (AttackedApplication application =
                new AttackedApplication("isv-app, long run", folder, Duration.ofSeconds(100), QuoteKind.ECDSA)) {
            // The client's end, which is in the same heap, would keep thousands of sessions to resume.
            application.tls.getClientSessionContext().setSessionCacheSize(1);
            attest(application, SETTLED);
            Footprint early = Footprint.now();
            long earlyHeap = LiveHeap.bytes();

            attest(application, ALL - SETTLED);

            Footprint late = early.awaitNoMore();
            long lateHeap = LiveHeap.bytes();
            System.out.printf(
                    "isv-app: attestations: %d, descriptors %d/%d, threads %d/%d, live heap %d/%d bytes%n",
                    ALL, early.descriptors(), late.descriptors(), early.threads(), late.threads(), earlyHeap, lateHeap);
            assertThat(late.isWithin(early)).as(early + " " + late).isTrue();
            assertThat((double) lateHeap).isLessThanOrEqualTo(MORE_HEAP * earlyHeap);
        }
    }

    private static void attest(AttackedApplication application, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            application.attest();
            application.log.drain();
        }
    }
}
