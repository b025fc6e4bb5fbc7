package org.sgxra.client;

import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.SessionListener;

/** A check that is made inside the enclave, where nobody sees what is compared: only its outcome comes out. */
public final class EnclaveCheck {
    private static final String ACCEPTED = "accepted by the enclave";

    /**
     * A call of the enclave that fails if the check does.
     *
     * @param <T> what it gives
     */
    public interface Call<T> {
        T run() throws EnclaveException;
    }

    private EnclaveCheck() {}

    /** Runs the call and says how the check of that name came out; the call's failure comes out of here, too. */
    public static <T> T of(String name, SessionListener events, Call<T> call) throws EnclaveException {
        T result;
        try {
            result = call.run();
        } catch (EnclaveException e) {
            events.on(new CheckEvent(name, false, ACCEPTED, e.getMessage()));
            throw e;
        }
        events.on(new CheckEvent(name, true, ACCEPTED, ACCEPTED));
        return result;
    }
}
