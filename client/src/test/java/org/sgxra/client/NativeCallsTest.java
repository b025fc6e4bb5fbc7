package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.common.message.SgxStatus;

@Timeout(60)
class NativeCallsTest {
    private final AtomicInteger unloaded = new AtomicInteger();
    private final NativeCalls calls = new NativeCalls(unloaded::incrementAndGet);

    @Test
    void noMoreThreadsEnterThanTheEnclaveHasRoomFor() throws Exception {
        Matcher tcs = Pattern.compile("<TCSNum>(\\d+)</TCSNum>")
                .matcher(Files.readString(Path.of("../enclave/Enclave.config.xml")));
        assertThat(tcs.find()).isTrue();
        assertThat(NativeCalls.THREADS).isLessThan(Integer.parseInt(tcs.group(1)));

        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(NativeCalls.THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(4 * NativeCalls.THREADS);
        List<Future<NativeCalls.Result>> results = new ArrayList<>();
        for (int i = 0; i < 4 * NativeCalls.THREADS; i++) {
            results.add(threads.submit(() -> calls.enter(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                full.countDown();
                await(full);
                inside.decrementAndGet();
                return 0;
            })));
        }
        for (Future<NativeCalls.Result> result : results) {
            assertThat(result.get().isSuccess()).isTrue();
        }
        threads.shutdown();

        assertThat(most).hasValue(NativeCalls.THREADS);
    }

    @Test
    void enclaveIsUnloadedOnceAndOnlyWhenNoCallIsLeftInIt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<NativeCalls.Result> last = thread.submit(() -> calls.enter(() -> {
            entered.countDown();
            await(closed);
            return unloaded.get();
        }));
        await(entered);

        calls.close();
        assertThat(calls.enter(() -> 0))
                .isEqualTo(new NativeCalls.Result(SgxStatus.SGX_ERROR_INVALID_ENCLAVE_ID.code(), Optional.empty()));
        closed.countDown();

        assertThat(last.get().code()).isZero();
        assertThat(unloaded).hasValue(1);
        calls.close();
        assertThat(unloaded).hasValue(1);
        thread.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
