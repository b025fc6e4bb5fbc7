package org.sgxra.epid;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The positions of a list whose entries are independent of each other and expensive. */
final class Positions {
    /** Below this many, starting other threads costs more than it saves. */
    private static final int PARALLEL = 4;
    /** Entries that are worked on together share their inversions in Fq; more than this many gain nothing. */
    private static final int BLOCK = 16;

    /** Positions [from, to). */
    record Block(int from, int to) {
        <T> List<T> map(IntFunction<T> function) {
            return IntStream.range(from, to).mapToObj(function).toList();
        }
    }

    private Positions() {}

    /** 0 to n - 1, on all cores if there are enough. */
    static IntStream of(int n) {
        IntStream positions = IntStream.range(0, n);
        return n < PARALLEL ? positions : positions.parallel();
    }

    /** 0 to n - 1 in blocks, in this order, on all cores if there are enough. */
    static Stream<Block> blocks(int n) {
        int threads = n < PARALLEL ? 1 : ForkJoinPool.getCommonPoolParallelism() + 1;
        int size = Math.min(BLOCK, (n + threads - 1) / threads);
        return of(n == 0 ? 0 : (n + size - 1) / size).mapToObj(i -> new Block(i * size, Math.min((i + 1) * size, n)));
    }
}
