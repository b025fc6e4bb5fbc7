package org.sgxra.sp.service;

/** The service's answer must not be believed: it is forged, stale, about something else, or no such answer at all. */
public final class DisbelievedException extends AttestationServiceException {
    private static final long serialVersionUID = 1L;

    /** @param message the cause, one line */
    public DisbelievedException(String message) {
        super(message, null);
    }

    /** @param message the cause, one line */
    public DisbelievedException(String message, Throwable cause) {
        super(message, cause);
    }
}
