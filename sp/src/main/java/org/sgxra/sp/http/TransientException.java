package org.sgxra.sp.http;

import java.io.IOException;

/**
 * The service was not reached, or was gone before its answer was whole: it said nothing that could be wrong, and trying again
 * may help.
 */
public final class TransientException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message the cause, one line */
    TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
