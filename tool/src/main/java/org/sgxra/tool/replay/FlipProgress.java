package org.sgxra.tool.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says about once a second how far a table of all bits is: for long messages it takes its time. */
final class FlipProgress {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final PrintStream out;
    private final LongSupplier nanos;
    private long last;

    /** @param nanos a clock, in nanoseconds from any moment */
    FlipProgress(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** The bits of this byte are next. */
    void at(ReplayedMessage message, int offset) {
        long now = nanos.getAsLong();
        if (now - last >= INTERVAL) {
            last = now;
            out.println(String.format(
                    Locale.ROOT, "sgx-ra replay: %s, byte %,d of %,d", message.name(), offset, message.size()));
        }
    }
}
