package org.sgxra.client;

import java.util.Optional;
import org.sgxra.common.message.SgxStatus;

/** Failures of an enclave, for tests in other packages. */
public final class FailedCall {
    private FailedCall() {}

    /** What a call with a status of the SDK ends in. */
    public static void check(String call, SgxStatus status) throws EnclaveException {
        EnclaveException.check(call, new NativeCalls.Result(status.code(), Optional.empty()));
    }
}
