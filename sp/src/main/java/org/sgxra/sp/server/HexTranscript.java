package org.sgxra.sp.server;

import java.util.function.Consumer;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.FailureText;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.session.SessionTranscript;

/**
 * What people read of a session of the hex protocol: the messages as they come and go, and how it fails. Of a lost connection
 * the server tells, in its own words.
 *
 * @param copies where the digits of each message sent are shown, under its heading
 */
public record HexTranscript(Transcript transcript, Consumer<String> copies) implements SessionListener {
    /** All that people read of such sessions. */
    public static Factory factory(Transcript transcript, Consumer<String> copies) {
        return peer -> SessionListener.all(new HexTranscript(transcript, copies), new SessionTranscript(transcript));
    }

    @Override
    public boolean shows(Level level) {
        return transcript.shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof MessageAwaited awaited) {
            transcript.line("Waiting for " + awaited.message());
        } else if (event instanceof MessageReceived received) {
            writeReceived(received.message(), received.wire().hex());
        } else if (event instanceof MessageSending sending) {
            transcript.heading(
                    Level.NORMAL, "Copy/Paste " + sending.message().replace("msg", "Msg") + " Below to Client");
            copies.accept(sending.wire().hex());
        } else if (event instanceof MessageSent sent) {
            transcript.message("sent", sent.message(), sent.wire().hex());
            transcript.divider(Level.NORMAL);
        } else if (event instanceof SessionFailed failed) {
            FailureText.write(failed.reason(), failed.cause(), transcript);
        }
    }

    private void writeReceived(String message, String hex) {
        transcript.message("received", message, hex);
        transcript.debug("read " + (hex.length() + 1) + " bytes");
        transcript.heading(Level.DEBUG, "read buffer");
        transcript.text(Level.DEBUG, hex);
        transcript.divider(Level.DEBUG);
    }
}
