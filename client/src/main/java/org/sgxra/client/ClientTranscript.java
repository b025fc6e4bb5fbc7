package org.sgxra.client;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.KeyEvent;
import org.sgxra.runtime.event.KeyEvent.KeyHashAsked;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.KeyEvent.ServiceKeyChosen;
import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.OutcomeEvent;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** What people read of a client's session, under the headings of docs/spec/sample-session.md (client). */
final class ClientTranscript implements SessionListener {
    private final Transcript transcript;
    private final PrintStream stderr;
    private final MessageText messages;
    private final OutcomeText outcomes;
    private ByteString mkHash;
    private boolean ecdsa;

    /**
     * @param stderr where a stack trace goes to with {@code -d}
     * @param medium that messages come from: {@code socket} or {@code stdin}
     * @param copies where the digits of each message sent are shown under its heading
     */
    ClientTranscript(Transcript transcript, PrintStream stderr, String medium, Consumer<String> copies) {
        this.transcript = transcript;
        this.stderr = stderr;
        this.messages = new MessageText(transcript, medium, copies);
        this.outcomes = new OutcomeText(transcript);
    }

    @Override
    public boolean shows(Level level) {
        return transcript.shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof Msg1Decoded first) {
            ecdsa = first.message().gid().isUnprovisioned();
        }
        if (event instanceof MessageEvent message) {
            messages.write(message);
        } else if (event instanceof KeyEvent key) {
            writeKey(key);
        } else if (event instanceof Notice notice) {
            transcript.line(notice.text());
        } else if (event instanceof SessionFailed failed) {
            writeFailure(failed);
        } else if (event instanceof VerdictReceived verdict) {
            outcomes.writeVerdict(verdict, ecdsa);
        } else if (event instanceof OutcomeEvent outcome) {
            outcomes.write(outcome);
        }
    }

    private void writeKey(KeyEvent event) {
        if (event instanceof ServiceKeyChosen chosen) {
            transcript.debug(chosen.key().map(key -> "using public key " + key).orElse("using default public key"));
        } else if (event instanceof KeyHashAsked asked) {
            transcript.debug("fetching SHA256(" + asked.key() + ")");
        } else if (event instanceof KeyHashTold told) {
            writeKeyHash(told);
        }
    }

    /** Both hashes are shown together, MK's first. */
    private void writeKeyHash(KeyHashTold told) {
        transcript.debug("ECALL enclave_ra_get_key_hash (" + told.key() + ") ret= 0x0000");
        if (!ecdsa) {
            transcript.debug("sgx_ra_get_keys (" + told.key() + ") ret= 0x0000");
        }
        if (told.key().equals("MK")) {
            mkHash = told.hash();
        } else {
            transcript.verbose("SHA256(MK) = " + mkHash);
            transcript.verbose("SHA256(SK) = " + told.hash());
        }
    }

    private void writeFailure(SessionFailed failed) {
        transcript.line("client: " + failed.reason());
        if (transcript.shows(Level.DEBUG)) {
            failed.cause().printStackTrace(stderr);
        }
    }
}
