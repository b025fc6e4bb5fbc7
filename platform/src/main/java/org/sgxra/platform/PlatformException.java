package org.sgxra.platform;

/** A platform operation that failed: the {@code sgx_status_t} for the caller, and the reason for people. */
final class PlatformException extends Exception {
    /** SGX_ERROR_UNEXPECTED. */
    static final int UNEXPECTED = 0x0001;
    /** SGX_ERROR_INVALID_PARAMETER. */
    static final int INVALID_PARAMETER = 0x0002;
    /** SGX_ERROR_AE_INVALID_EPIDBLOB. */
    static final int INVALID_EPID_BLOB = 0x4003;
    /** SGX_ERROR_EPID_MEMBER_REVOKED. */
    static final int MEMBER_REVOKED = 0x4005;
    /** SGX_ERROR_UPDATE_NEEDED. */
    static final int UPDATE_NEEDED = 0x4006;
    /** SGX_ERROR_NETWORK_FAILURE. */
    static final int NETWORK_FAILURE = 0x4007;
    /** SGX_ERROR_UNRECOGNIZED_PLATFORM. */
    static final int UNRECOGNIZED_PLATFORM = 0x4012;

    private static final long serialVersionUID = 1L;

    private final int status;

    PlatformException(int status, String message) {
        super(message);
        this.status = status;
    }

    PlatformException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The number that the caller gets. */
    int status() {
        return status;
    }
}
