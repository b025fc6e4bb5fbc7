package org.sgxra.epid;

import java.util.stream.IntStream;

/** The positions of a list whose entries are independent of each other and expensive. */
final class Positions {
    /** Below this many, starting other threads costs more than it saves. */
    private static final int PARALLEL = 4;

    private Positions() {}

    /** 0 to n - 1, on all cores if there are enough. */
    static IntStream of(int n) {
        IntStream positions = IntStream.range(0, n);
        return n < PARALLEL ? positions : positions.parallel();
    }
}
