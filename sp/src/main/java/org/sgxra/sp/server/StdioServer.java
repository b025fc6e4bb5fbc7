package org.sgxra.sp.server;

import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.WireException.Kind;

/** Serves one attestation after the other over one channel, usually standard input and output, until its end. */
public final class StdioServer {
    private final HexAttestation attestation;
    private final Transcript transcript;

    /** @param attestation run again and again */
    public StdioServer(HexAttestation attestation, Transcript transcript) {
        this.attestation = attestation;
        this.transcript = transcript;
    }

    /**
     * Serves until the end of input.
     *
     * @return false if it was not the end of input that ended it, but an error of the streams
     */
    public boolean serve(MessageChannel<byte[]> channel) {
        while (true) {
            try {
                attestation.attest(channel);
            } catch (WireException e) {
                if (e.kind() == Kind.CLOSED) {
                    transcript.line("End of input: " + e.getMessage());
                    return true;
                }
                transcript.line("Attestation failed: " + e.getMessage());
                if (e.kind() == Kind.FAILED) {
                    return false;
                }
            }
        }
    }
}
