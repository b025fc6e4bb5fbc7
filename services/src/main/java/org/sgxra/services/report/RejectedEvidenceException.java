package org.sgxra.services.report;

/** Evidence that the attestation service answers with 400 and an empty body; the message is for the emulator's own output. */
public final class RejectedEvidenceException extends Exception {
    private static final long serialVersionUID = 1L;

    RejectedEvidenceException(String message) {
        super(message);
    }

    RejectedEvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
