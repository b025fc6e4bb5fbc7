package org.sgxra.client.bridge;

/** A call of the SGX API that did not return {@code SGX_SUCCESS}. */
public final class SgxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param call what was called, for the message
     * @param code the {@code sgx_status_t} it returned
     */
    public SgxException(String call, int code) {
        super(call + ": " + SgxStatus.describe(code));
        this.code = code;
    }

    /** The number as returned, which {@link #status()} may not know. */
    public int code() {
        return code;
    }

    public SgxStatus status() {
        return SgxStatus.of(code);
    }

    /** Throws unless the code is {@code SGX_SUCCESS}. */
    public static void check(String call, int code) throws SgxException {
        if (code != SgxStatus.SGX_SUCCESS.code()) {
            throw new SgxException(call, code);
        }
    }
}
