package org.sgxra.client.isv;

import java.util.Optional;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;

/** One attestation as isv-app makes it. */
public final class IsvAppFrames {
    private IsvAppFrames() {}

    /** What people read of it. */
    public static SessionListener transcript(Transcript transcript) {
        return new IsvAppTranscript(new ConnectionLog(1, transcript));
    }

    /** From the request to begin to the result, in either form. */
    public static void run(Enclave enclave, FrameChannel channel, SessionListener events)
            throws EnclaveException, MalformedMessageException, RefusedException, WireException {
        new IsvAppSession(enclave, QuoteKind.EPID, Optional.empty(), true, events).run(channel);
    }
}
