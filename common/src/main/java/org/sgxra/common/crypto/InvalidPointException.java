package org.sgxra.common.crypto;

/** Coordinates that are no point of the curve P-256, or the point at infinity. */
public final class InvalidPointException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPointException(String message) {
        super(message);
    }
}
