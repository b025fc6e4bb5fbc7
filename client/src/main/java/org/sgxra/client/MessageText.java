package org.sgxra.client;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.sgxra.common.field.MessageFields;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.transcript.HexExchangeText;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Msg2Text;
import org.sgxra.runtime.transcript.Transcript;

/**
 * The exchange of messages as people read it: which message is awaited, what came, each message sent under its
 * {@code Copy/Paste} heading, and with {@code -v} the fields as the original shows them (docs/spec/sample-session.md, client).
 */
final class MessageText {
    private final Transcript transcript;
    private final HexExchangeText exchange;

    MessageText(Transcript transcript, String medium, Consumer<String> copies) {
        this.transcript = transcript;
        this.exchange = new HexExchangeText(transcript, "SP", " from " + medium, copies);
    }

    void write(MessageEvent event) {
        if (event instanceof MessageAwaited awaited) {
            exchange.writeAwaited(awaited.message());
        } else if (event instanceof MessageReceived received) {
            writeReceived(received);
        } else if (event instanceof MessageSending sending) {
            writeSending(sending);
        } else if (event instanceof MessageSent) {
            exchange.writeSent();
        } else if (event instanceof Msg1Decoded decoded) {
            writeFirst(decoded.message());
        } else if (event instanceof Msg2Decoded decoded) {
            Msg2Text.write(transcript, decoded.message());
        } else if (event instanceof Msg3Decoded decoded) {
            writeMsg3(decoded.message());
        }
    }

    private void writeReceived(MessageReceived received) {
        String hex = received.wire().hex();
        exchange.writeRead(hex);
        transcript.message("received", received.message(), hex);
    }

    private void writeSending(MessageSending sending) {
        String hex = sending.wire().hex();
        exchange.writeSending(sending.message(), hex);
        transcript.message("sent", sending.message(), hex);
    }

    private void writeFirst(Msg0Msg1 message) {
        heading("Msg0 Details");
        transcript.verbose("Extended Epid Group ID: " + HexFormat.of().toHexDigits(message.extendedGroupId()));
        transcript.divider(Level.VERBOSE);
        heading("Msg1 Details");
        transcript.fields(11, () -> MessageFields.msg0Msg1(message), "msg1.g_a.gx", "msg1.g_a.gy", "msg1.gid");
        transcript.divider(Level.VERBOSE);
    }

    private void writeMsg3(Msg3 message) {
        transcript.debug("msg2_size = " + Msg2.FIXED_SIZE);
        transcript.debug("msg3_size = " + message.encode().length);
        heading("Msg3 Details");
        transcript.fields(
                16, () -> MessageFields.msg3(message), "msg3.mac", "msg3.g_a.gx", "msg3.g_a.gy", "msg3.quote");
        transcript.divider(Level.VERBOSE);
    }

    private void heading(String heading) {
        transcript.heading(Level.VERBOSE, heading);
    }
}
