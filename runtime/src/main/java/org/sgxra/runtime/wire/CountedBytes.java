package org.sgxra.runtime.wire;

import org.sgxra.runtime.net.ByteBudget;

/** The bytes that a connection keeps of its message, counted against the budget of all connections. */
final class CountedBytes {
    /** Bytes of each message that are not counted: connections are limited, and small messages always fit. */
    static final int UNCOUNTED = 16 << 10;

    private final ByteBudget budget;
    private final int uncounted;
    private int kept;
    private int counted;

    /** @param uncounted bytes of each message that do not count */
    CountedBytes(ByteBudget budget, int uncounted) {
        this.budget = budget;
        this.uncounted = uncounted;
    }

    /**
     * Counts bytes that are kept in memory until {@link #forget}.
     *
     * @param name of the message
     * @throws WireException if all connections together hold too many
     */
    void count(String name, int bytes) throws WireException {
        int before = Math.max(kept, uncounted);
        kept += bytes;
        int more = Math.max(kept, uncounted) - before;
        if (more > 0 && !budget.take(more)) {
            throw new WireException(
                    WireException.Kind.TOO_LONG,
                    name + " is refused: the messages of all connections are longer than " + budget.limit()
                            + " bytes already");
        }
        counted += more;
    }

    /** Gives back what was counted. */
    void forget() {
        budget.give(counted);
        counted = 0;
        kept = 0;
    }
}
