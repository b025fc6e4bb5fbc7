package org.sgxra.sp.service;

/**
 * The service gave no answer, or one that says that it will not or cannot judge. Nothing is known of the evidence, and
 * trying again may help.
 */
public final class UnreachableException extends AttestationServiceException {
    private static final long serialVersionUID = 1L;

    /** @param message the cause, one line */
    public UnreachableException(String message) {
        super(message, null);
    }

    /** @param message the cause, one line */
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
