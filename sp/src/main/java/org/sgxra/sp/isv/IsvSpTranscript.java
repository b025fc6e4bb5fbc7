package org.sgxra.sp.isv;

import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.Direction;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.MessageEvent.ResultDecoded;
import org.sgxra.runtime.event.OutcomeEvent;
import org.sgxra.runtime.event.OutcomeEvent.Connected;
import org.sgxra.runtime.event.OutcomeEvent.ResultAcknowledged;
import org.sgxra.runtime.event.OutcomeEvent.SecretWithheld;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.FailureText;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.sp.session.SessionTranscript;

/** What people read of a session of the protobuf protocol: the messages as they come and go, and how it ends. */
public record IsvSpTranscript(Transcript transcript) implements SessionListener {
    /** All that people read of such sessions. */
    public static Factory factory(Transcript transcript) {
        return peer -> SessionListener.all(new IsvSpTranscript(transcript), new SessionTranscript(transcript));
    }

    @Override
    public boolean shows(Level level) {
        return transcript.shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof MessageEvent message) {
            writeMessage(message);
        } else if (event instanceof OutcomeEvent outcome) {
            writeOutcome(outcome);
        }
    }

    private void writeMessage(MessageEvent event) {
        if (event instanceof MessageSending sending && sending.message().equals(FrameType.VERIFICATION.toString())) {
            transcript.line("Prepare Verification request");
        } else if (event instanceof MessageSent sent) {
            transcript.verbose(
                    "Sent " + sent.message() + ", " + (sent.wire().size() - FrameChannel.HEADER_SIZE) + " bytes");
            transcript.message("sent", sent.message(), sent.wire().hex());
            transcript.debug(sent.wire()
                    .slice(FrameChannel.HEADER_SIZE, sent.wire().size())
                    .hex());
        } else if (event instanceof MessageReceived received) {
            transcript.line(received.message() + " received");
            transcript.message("received", received.message(), received.wire().hex());
        } else if (event instanceof GroupDecoded decoded
                && decoded.direction() == Direction.RECEIVED
                && decoded.message().isOk()) {
            transcript.line("Received extended EPID group ID: "
                    + Integer.toUnsignedString(decoded.message().extendedGroupId()));
        } else if (event instanceof ResultDecoded decoded) {
            transcript.line("Attestation result in the form: " + decoded.form());
        }
    }

    private void writeOutcome(OutcomeEvent event) {
        if (event instanceof SessionStarted) {
            transcript.line("Start connecting...");
        } else if (event instanceof Connected) {
            transcript.line("Handshake successful");
        } else if (event instanceof SecretWithheld) {
            transcript.line("No secret is sent");
        } else if (event instanceof ResultAcknowledged) {
            transcript.line("APP attestation result received");
        } else if (event instanceof SessionFailed failed) {
            FailureText.write(failed.reason(), failed.cause(), transcript);
        }
    }
}
