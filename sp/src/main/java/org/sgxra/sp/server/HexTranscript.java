package org.sgxra.sp.server;

import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.FailureText;
import org.sgxra.runtime.transcript.HexExchangeText;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.session.SessionTranscript;

/**
 * What people read of a session of the hex protocol: the messages as they come and go, and how it fails. Of a lost connection
 * the server tells, in its own words.
 */
public final class HexTranscript implements SessionListener {
    private final Transcript transcript;
    private final HexExchangeText exchange;

    /**
     * Without what the session itself tells.
     *
     * @param medium that messages come from: {@code socket} or {@code stdin}
     * @param copies where the digits of each message sent are shown, under its heading
     */
    public HexTranscript(Transcript transcript, String medium, Consumer<String> copies) {
        this.transcript = transcript;
        this.exchange = new HexExchangeText(transcript, "Client", " from " + medium, copies);
    }

    /** All that people read of such sessions over connections. */
    public static Factory factory(Transcript transcript, Consumer<String> copies) {
        return factory(transcript, "socket", copies);
    }

    /** All that people read of such sessions; parameters as above. */
    public static Factory factory(Transcript transcript, String medium, Consumer<String> copies) {
        return peer ->
                SessionListener.all(new HexTranscript(transcript, medium, copies), new SessionTranscript(transcript));
    }

    @Override
    public boolean shows(Level level) {
        return transcript.shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof SessionStarted) {
            transcript.hold();
        } else if (event instanceof SessionEnded) {
            transcript.release();
        } else if (event instanceof MessageAwaited awaited) {
            exchange.writeAwaited(awaited.message());
            transcript.flushSoon();
        } else if (event instanceof RequestSent || event instanceof CollateralRequested) {
            transcript.flushSoon();
        } else if (event instanceof MessageReceived received) {
            String hex = received.wire().hex();
            transcript.message("received", received.message(), hex);
            exchange.writeRead(hex);
            if (received.message().equals("msg3")) {
                transcript.debug("read " + ByteCount.of(hex.length()));
            }
        } else if (event instanceof MessageSending sending) {
            exchange.writeSending(sending.message(), sending.wire().hex());
        } else if (event instanceof MessageSent sent) {
            transcript.message("sent", sent.message(), sent.wire().hex());
            exchange.writeSent();
        } else if (event instanceof VerdictReached) {
            transcript.conclude();
        } else if (event instanceof SessionFailed failed) {
            FailureText.write(failed.reason(), failed.cause(), transcript);
        }
    }
}
