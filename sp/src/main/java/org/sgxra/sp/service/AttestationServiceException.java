package org.sgxra.sp.service;

/** No judgement that can be believed; the message names the cause so that a person can act on it. */
public final class AttestationServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message the cause, one line */
    public AttestationServiceException(String message) {
        super(message);
    }

    /** @param message the cause, one line */
    public AttestationServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
