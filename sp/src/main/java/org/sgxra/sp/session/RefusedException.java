package org.sgxra.sp.session;

/** A message that fails a check: the attestation ends without an answer. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
