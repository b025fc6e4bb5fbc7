package org.sgxra.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/** Clients of a service provider, a thread each. One attestation that is not trusted ends the measurement. */
final class LoadGenerator {
    private static final long SEED = 7777;
    private static final long NEVER = Long.MIN_VALUE;

    private final InetSocketAddress server;
    private final EnclaveSide enclave;

    LoadGenerator(InetSocketAddress server, EnclaveSide enclave) {
        this.server = server;
        this.enclave = enclave;
    }

    /** Each client begins its next attestation when its last one has ended. */
    LoadRun closedLoop(int clients, int count) throws IOException, InterruptedException {
        return run(clients, count, n -> System.nanoTime());
    }

    /** The same for so long. */
    LoadRun closedLoop(int clients, Duration duration) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        return run(clients, Integer.MAX_VALUE, n -> System.nanoTime() < end ? System.nanoTime() : NEVER);
    }

    /**
     * Attestations begin at random moments, as those of independent clients do (a Poisson process, the same one every time), however
     * long the others take; as long as there are clients left.
     *
     * @param rate a second
     */
    LoadRun offered(int clients, int count, double rate) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        long[] due = new long[count];
        double time = 0;
        for (int i = 0; i < count; i++) {
            time += -Math.log(1 - random.nextDouble()) / rate;
            due[i] = (long) (time * 1e9);
        }
        long start = System.nanoTime();
        return run(clients, count, n -> {
            long moment = start + due[(int) n];
            for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return moment;
        });
    }

    /** @param begin waits until attestation n is due, and gives the nanoTime that it counts from, or NEVER */
    private LoadRun run(int clients, int count, LongUnaryOperator begin) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<IOException> failure = new AtomicReference<>();
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(clients, count); i++) {
            threads.add(new Thread(() -> {
                LoadClient client = new LoadClient(server, enclave);
                for (int n = next.getAndIncrement(); n < count && failure.get() == null; n = next.getAndIncrement()) {
                    try {
                        long from = begin.applyAsLong(n);
                        if (from == NEVER) {
                            return;
                        }
                        client.attest();
                        millis.add((System.nanoTime() - from) / 1e6);
                    } catch (IOException e) {
                        failure.compareAndSet(
                                null, new IOException("attestation " + (n + 1) + " failed: " + e.getMessage(), e));
                    }
                }
            }));
        }
        long start = System.nanoTime();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        if (failure.get() != null) {
            throw failure.get();
        }
        return LoadRun.of(
                seconds, millis.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
