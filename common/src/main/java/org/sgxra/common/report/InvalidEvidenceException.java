package org.sgxra.common.report;

/** Bytes that are not the JSON of an {@link EvidencePayload}; the message says which field is at fault. */
public final class InvalidEvidenceException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidEvidenceException(String message) {
        super(message);
    }

    InvalidEvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
