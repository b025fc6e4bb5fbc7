package org.sgxra.client;

import java.io.PrintStream;
import java.util.Optional;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.Conversation;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;

/** One attestation as the client makes it. */
public final class ClientSession {
    private ClientSession() {}

    /** What people read of it. */
    public static SessionListener transcript(Transcript transcript, PrintStream stderr) {
        return new ClientTranscript(transcript, stderr, "socket", copy -> {});
    }

    /** From msg1 to msg4. */
    public static void run(Enclave enclave, HexLineChannel channel, SessionListener events)
            throws EnclaveException, MalformedMessageException, UsageException, WireException {
        try (EnclaveSession session = new EnclaveSession(enclave, QuoteKind.EPID, Optional.empty())) {
            Attestation attestation = new Attestation(enclave, session, Optional.empty(), events);
            attestation.run(attestation.begin(), new Conversation(channel, events));
        }
    }
}
