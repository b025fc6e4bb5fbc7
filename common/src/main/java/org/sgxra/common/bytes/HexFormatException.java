package org.sgxra.common.bytes;

/** Text that should have been hexadecimal digits and is not. */
public final class HexFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    HexFormatException(String message) {
        super(message);
    }
}
