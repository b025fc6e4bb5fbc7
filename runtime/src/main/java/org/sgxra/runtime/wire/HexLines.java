package org.sgxra.runtime.wire;

import java.nio.ByteBuffer;

/**
 * One message on its way in over standard input, in either form: as one line, or wrapped ({@link WrappedHex}). A line of as
 * many digits as a wrapped message begins with is the first of such a one: no message of the protocol is so short.
 */
final class HexLines implements Incoming {
    /** What the terminal of a Linux kernel hands over of a line; the rest of it, up to the line feed, is lost. */
    static final int TERMINAL_LINE = 4095;

    private final String name;
    private final int limit;
    private final CountedBytes counted;
    private final boolean terminal;
    private final StringBuilder digits = new StringBuilder();
    private HexLine line;
    private int length;
    private boolean wrapped;
    private WireException fault;

    /**
     * @param name of the message, for people
     * @param limit bytes that it has at most
     * @param counted counts the digits that are kept
     * @param terminal true if input comes from one
     */
    HexLines(String name, int limit, CountedBytes counted, boolean terminal) {
        this.name = name;
        this.limit = limit;
        this.counted = counted;
        this.terminal = terminal;
        this.line = new HexLine(name, limit, counted);
    }

    @Override
    public boolean take(ByteBuffer in) throws WireException {
        while (line.take(in)) {
            if (isWhole()) {
                return true;
            }
            line = new HexLine(name, limit, counted);
        }
        return false;
    }

    /** At the end of a line. */
    private boolean isWhole() throws WireException {
        String text = line.text();
        if (text.equals(WrappedHex.END)) {
            // Without lines before it, it ends a message of less than a line, which was taken as it came.
            return wrapped;
        }
        if (terminal && line.length() == TERMINAL_LINE) {
            fault = cut();
        }
        wrapped |= WrappedHex.isFull(text);
        if (wrapped) {
            append(text);
        }
        return !wrapped;
    }

    private void append(String text) throws WireException {
        // A line that is too long by itself was not kept; a carriage return does not count.
        length += Math.max(text.length(), line.length() - 1);
        if (length > HexLineChannel.MAX_LINE) {
            throw HexLine.tooLong(name, HexLineChannel.MAX_LINE);
        }
        if (text.isEmpty() && fault == null) {
            fault = new WireException(WireException.Kind.NOT_HEX, "an empty line came in the middle of " + name);
        }
        if (length <= 2 * limit) {
            digits.append(text);
        }
    }

    private WireException cut() {
        return new WireException(
                WireException.Kind.NOT_HEX,
                "the terminal has cut " + name + ": it hands over no more than " + TERMINAL_LINE
                        + " characters of a line. Start the other end with -z --wrap, which writes short lines,"
                        + " or let the message come from a file or a pipe");
    }

    /** The bytes of the message. */
    byte[] message() throws WireException {
        if (fault != null) {
            throw fault;
        }
        if (!wrapped) {
            return line.message();
        }
        if (length > 2 * limit) {
            throw HexLine.tooLong(name, 2 * limit);
        }
        return HexLine.decode(name, digits.toString());
    }

    @Override
    public WireException closed() {
        return wrapped
                ? new WireException(
                        WireException.Kind.CUT_SHORT,
                        "connection closed in the middle of " + name + ", after " + (length + line.length())
                                + " characters")
                : line.closed();
    }
}
