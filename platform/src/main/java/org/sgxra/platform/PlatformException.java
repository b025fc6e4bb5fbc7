package org.sgxra.platform;

import org.sgxra.common.message.SgxStatus;

/** A platform operation that failed: the status for the caller, and in one line the reason for users. */
class PlatformException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SgxStatus status;

    PlatformException(SgxStatus status, String message) {
        super(message);
        this.status = status;
    }

    PlatformException(SgxStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** What the caller gets. */
    SgxStatus status() {
        return status;
    }
}
