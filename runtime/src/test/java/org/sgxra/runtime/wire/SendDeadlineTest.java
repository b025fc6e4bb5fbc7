package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendDeadlineTest {
    @Test
    void closesTheConnectionWhenTheTimeIsUpAndNotAfterItWasClosed() throws Exception {
        CountDownLatch inTime = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        SendDeadline first = SendDeadline.of(inTime::countDown, Duration.ofSeconds(1));
        first.close();

        // One thread serves all deadlines in their order: when the second has passed, the first would have.
        try (SendDeadline second = SendDeadline.of(late::countDown, Duration.ofMillis(1200))) {
            assertThat(late.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.passed()).isTrue();
        }
        assertThat(inTime.getCount()).isOne();
        assertThat(first.passed()).isFalse();
    }

    @Test
    void goesOnAfterAConnectionThatCannotBeClosed() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (SendDeadline broken = SendDeadline.of(
                        () -> {
                            throw new IOException("broken");
                        },
                        Duration.ZERO);
                SendDeadline second = SendDeadline.of(late::countDown, Duration.ofMillis(1))) {
            assertThat(late.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(broken.passed()).isTrue();
            assertThat(second.passed()).isTrue();
        }
    }
}
