package org.sgxra.tool.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sgxra.common.field.FieldList;
import org.sgxra.page.session.Party;

class FlipProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FlipProgress progress =
            new FlipProgress(new PrintStream(out, true, StandardCharsets.UTF_8), nanos::get);
    private final ReplayedMessage message =
            new ReplayedMessage("msg3", 2, 0, 655_360, Party.SERVICE_PROVIDER, new FieldList("msg3", List.of()));

    private List<String> at(int offset, Duration later) {
        out.reset();
        nanos.addAndGet(later.toNanos());
        progress.at(message, offset);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void saysOnceASecondHowFarItIs() {
        assertThat(at(0, Duration.ZERO)).isEmpty();
        assertThat(at(9, Duration.ofMillis(999))).isEmpty();
        assertThat(at(1000, Duration.ofMillis(1))).containsExactly("sgx-ra replay: msg3, byte 1,000 of 655,360");
        assertThat(at(1001, Duration.ofMillis(999))).isEmpty();
        assertThat(at(2000, Duration.ofSeconds(3))).containsExactly("sgx-ra replay: msg3, byte 2,000 of 655,360");
        assertThat(at(2001, Duration.ZERO)).isEmpty();
    }
}
