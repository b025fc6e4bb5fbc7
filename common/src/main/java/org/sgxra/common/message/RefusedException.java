package org.sgxra.common.message;

/** A well-formed message that says something that is not accepted: the attestation ends without an answer. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message which message, what it says and what was expected, one line */
    public RefusedException(String message) {
        super(message);
    }
}
