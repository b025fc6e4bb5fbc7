package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void runsItsEndWhenTheTimeIsUpAndNotAfterItWasClosed() throws Exception {
        CountDownLatch inTime = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        Deadline first = Deadline.start(Duration.ofSeconds(1), inTime::countDown);
        first.close();

        // One thread serves all deadlines in their order: when the second has passed, the first would have.
        try (Deadline second = Deadline.start(Duration.ofMillis(1200), late::countDown)) {
            assertThat(late.await(600, TimeUnit.SECONDS)).isTrue();
            assertThat(second.passed()).isTrue();
        }
        assertThat(inTime.getCount()).isOne();
        assertThat(first.passed()).isFalse();
    }

    @Test
    void anEarlierLimitDoesNotWaitForALaterOne() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (Deadline long1 = Deadline.start(Duration.ofHours(1), () -> {});
                Deadline short1 = Deadline.start(Duration.ofMillis(1), late::countDown)) {
            assertThat(late.await(600, TimeUnit.SECONDS)).isTrue();
            assertThat(short1.passed()).isTrue();
            assertThat(long1.passed()).isFalse();
        }
    }

    @Test
    void goesOnAfterAnEndThatFails() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (Deadline broken = Deadline.start(Duration.ZERO, () -> {
                    throw new IllegalStateException("broken");
                });
                Deadline second = Deadline.start(Duration.ofMillis(1), late::countDown)) {
            assertThat(late.await(600, TimeUnit.SECONDS)).isTrue();
            assertThat(broken.passed()).isTrue();
            assertThat(second.passed()).isTrue();
        }
    }

    @Test
    void keepsNothingOfLimitsThatWereKept() {
        int before = Deadline.running();
        List<Deadline> limits = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            limits.add(Deadline.start(Duration.ofHours(1), () -> {}));
        }
        assertThat(Deadline.running()).isGreaterThanOrEqualTo(10_000);

        limits.forEach(Deadline::close);

        assertThat(Deadline.running()).isLessThanOrEqualTo(before);
    }

    @Test
    void saysALimitInSecondsWhereItIsWhole() {
        assertThat(Deadline.inWords(Duration.ofMillis(2500))).isEqualTo("2500 ms");
        assertThat(Deadline.inWords(Duration.ofMinutes(1))).isEqualTo("60 s");
    }
}
