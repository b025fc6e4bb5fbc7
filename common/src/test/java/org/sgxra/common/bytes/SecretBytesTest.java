package org.sgxra.common.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    private final byte[] array = {1, 2, 3};
    private final SecretBytes secret = SecretBytes.wrap(array);

    @Test
    void wipesTheArrayItTookOver() {
        secret.close();

        assertThat(array).containsOnly(0);
        assertThat(secret.isDestroyed()).isTrue();
        assertThat(secret.size()).isEqualTo(3);
    }

    @Test
    void cannotBeUsedAfterItWasDestroyed() {
        secret.destroy();

        assertThatThrownBy(() -> secret.use(bytes -> bytes.length))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret already destroyed");
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.equals(SecretBytes.wrap(new byte[3])))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SecretBytes.wrap(new byte[3]).equals(secret))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void canBeDestroyedTwice() {
        secret.destroy();
        secret.close();

        assertThat(secret.isDestroyed()).isTrue();
    }

    @Test
    void hasCopiesWithALifeOfTheirOwn() {
        SecretBytes copy = secret.copy();
        secret.close();

        assertThat(copy.isDestroyed()).isFalse();
        assertThat(copy.reveal()).isEqualTo("010203");
    }

    @Test
    void isEqualByContent() {
        assertThat(secret)
                .isEqualTo(SecretBytes.wrap(new byte[] {1, 2, 3}))
                .isEqualTo(secret)
                .hasSameHashCodeAs(SecretBytes.wrap(new byte[] {9, 9, 9}))
                .isNotEqualTo(SecretBytes.wrap(new byte[] {1, 2, 4}))
                .isNotEqualTo(SecretBytes.wrap(new byte[] {1, 2}))
                .isNotEqualTo(ByteString.of(array))
                .isNotEqualTo(null);
    }

    @Test
    void comparesWithoutHarmToEither() {
        SecretBytes other = secret.copy();

        assertThat(secret.equals(other)).isTrue();
        assertThat(secret.reveal()).isEqualTo(other.reveal()).isEqualTo("010203");
    }

    @Test
    void printsItsLengthOnly() {
        assertThat(secret).hasToString("SecretBytes[3]");
    }

    @Test
    void comparesInBothDirectionsAtOnce() throws Exception {
        SecretBytes other = secret.copy();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Boolean>> results = List.of(
                    threads.submit(comparing(start, secret, other)), threads.submit(comparing(start, other, secret)));
            for (Future<Boolean> result : results) {
                assertThat(result.get(600, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Boolean> comparing(CyclicBarrier start, SecretBytes one, SecretBytes other) {
        return () -> {
            start.await();
            boolean equal = true;
            for (int i = 0; i < 200_000; i++) {
                equal &= one.equals(other);
            }
            return equal;
        };
    }
}
