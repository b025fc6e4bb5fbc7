package org.sgxra.runtime.wire;

import java.io.IOException;

/** A message that could not be received or sent; {@link #kind} tells why. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The peer closed the connection, or the input ended, before the first byte of the message. */
        CLOSED,
        /** The same in the middle of the message. */
        CUT_SHORT,
        /** The message did not arrive, or was not taken, within the time limit. */
        TIMED_OUT,
        /** The line is longer than the limit. */
        TOO_LONG,
        /** The line is not an even number of hexadecimal digits, or has none. */
        NOT_HEX,
        /** The header is not that of a frame. */
        NOT_A_FRAME,
        /** The network or the operating system failed. */
        FAILED
    }

    private final Kind kind;

    WireException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    WireException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
