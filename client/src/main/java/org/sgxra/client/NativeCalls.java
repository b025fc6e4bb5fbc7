package org.sgxra.client;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.sgxra.client.bridge.Platform;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.platform.PlatformAnswer;
import org.sgxra.platform.SoftPlatform;

/**
 * The native calls of one loaded enclave. At most {@value #THREADS} are in it at a time, where the enclave itself would fail
 * (docs/spec/sdk-api.md section 8); none begins after {@link #close}, and the enclave is unloaded when none is left.
 */
final class NativeCalls {
    /** Less than TCSNum of enclave/Enclave.config.xml. */
    static final int THREADS = 8;

    /**
     * What a call returned.
     *
     * @param code {@code sgx_status_t}
     * @param platformFailure why, in the words of the software platform; empty unless it failed within this call
     */
    record Result(int code, Optional<String> platformFailure) {
        boolean isSuccess() {
            return code == SgxStatus.SGX_SUCCESS.code();
        }
    }

    /** The platform answers on the thread whose native call asks it: what failed there belongs to that call. */
    private static final ThreadLocal<String> PLATFORM_FAILURE = new ThreadLocal<>();

    private final Semaphore room = new Semaphore(THREADS, true);
    private final AtomicBoolean unloaded = new AtomicBoolean();
    private final Runnable unload;
    private volatile boolean closed;

    /** @param unload unloads the enclave; run once */
    NativeCalls(Runnable unload) {
        this.unload = unload;
    }

    /** The software platform as the native library calls it. */
    static Platform platform(SoftPlatform platform) {
        return (operation, request) -> {
            PlatformAnswer answer = platform.call(operation, request);
            PLATFORM_FAILURE.set(answer.failure().orElse(null));
            return answer.encode();
        };
    }

    /** Makes a call for which there need not be an enclave. */
    static Result make(IntSupplier nativeCall) {
        PLATFORM_FAILURE.remove();
        int code = nativeCall.getAsInt();
        Optional<String> failure = Optional.ofNullable(PLATFORM_FAILURE.get());
        PLATFORM_FAILURE.remove();
        return new Result(code, failure);
    }

    /** Makes a call when there is room for it; {@link SgxStatus#SGX_ERROR_INVALID_ENCLAVE_ID} once the enclave is closed. */
    Result enter(IntSupplier nativeCall) {
        room.acquireUninterruptibly();
        try {
            return closed
                    ? new Result(SgxStatus.SGX_ERROR_INVALID_ENCLAVE_ID.code(), Optional.empty())
                    : make(nativeCall);
        } finally {
            room.release();
            unloadWhenEmpty();
        }
    }

    /** Lets no further call in. */
    void close() {
        closed = true;
        unloadWhenEmpty();
    }

    private void unloadWhenEmpty() {
        if (closed && room.tryAcquire(THREADS)) {
            if (unloaded.compareAndSet(false, true)) {
                unload.run();
            }
            room.release(THREADS);
        }
    }
}
