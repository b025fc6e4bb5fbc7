package org.sgxra.runtime.transcript;

import java.io.PrintStream;
import java.util.function.UnaryOperator;

/** Lines for the stream that people read: those that belong together go out in one piece, since each piece is a call of the system. */
final class ShownLines {
    private static final int MAX_KEPT = 8 << 10;

    private final PrintStream stream;
    private final StringBuilder kept = new StringBuilder();
    private UnaryOperator<String> layout = UnaryOperator.identity();

    ShownLines(PrintStream stream) {
        this.stream = stream;
    }

    /** From here on lines are written as {@code layout} gives them. */
    void layOut(UnaryOperator<String> layout) {
        this.layout = layout;
    }

    /** A line that is written at once, after those before it. */
    void put(String line) {
        put(line, false);
    }

    /** @param more whether others follow at once */
    void put(String line, boolean more) {
        kept.append(layout.apply(line)).append(System.lineSeparator());
        if (!more || kept.length() > MAX_KEPT) {
            flush();
        }
    }

    /** Writes what is kept. */
    void flush() {
        if (kept.length() > 0) {
            stream.print(kept);
            stream.flush();
            kept.setLength(0);
        }
    }
}
