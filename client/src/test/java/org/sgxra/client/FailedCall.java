package org.sgxra.client;

/** Failures of an enclave, for tests in other packages. */
public final class FailedCall {
    private FailedCall() {}

    /** What a call with a status of the SDK ends in. */
    public static EnclaveException of(String call, int status) {
        return EnclaveException.of(call, status);
    }
}
