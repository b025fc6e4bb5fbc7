package org.sgxra.client.isv;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.QuoteKind;
import org.sgxra.testdata.hostile.LongRun;

/** Attestations one after the other on one isv-app: as much is held after ten thousand of them as after five hundred. */
@EnabledOnOs(OS.LINUX)
class LongRunTest {
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
            LongRun.leavesNothingBehind("isv-app", count -> attest(application, count));
        }
    }

    private static void attest(AttackedApplication application, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            application.attest();
            application.log.drain();
        }
    }
}
