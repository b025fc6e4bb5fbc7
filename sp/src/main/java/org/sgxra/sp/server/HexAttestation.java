package org.sgxra.sp.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.KeySource;
import org.sgxra.sp.session.Provision;
import org.sgxra.sp.session.SessionSettings;

/** Attests whoever is at the other end of a channel: four messages, each with a session of its own. */
public final class HexAttestation {
    private static final String MSG0_MSG1 = "msg0||msg1";
    /** Anybody may send the first message, which has 72 bytes: much longer ones are not kept. */
    private static final int MSG0_MSG1_LIMIT = 4096;

    private final AttestationService service;
    private final SessionSettings settings;
    private final KeySource keySource;
    private final Clock clock;
    private final Provision provision;
    private final SentMessages sentMessages;
    private final Transcript transcript;

    /**
     * @param provision what trusted enclaves are given
     * @param sentMessages where sent messages are shown
     */
    public HexAttestation(
            AttestationService service,
            SessionSettings settings,
            KeySource keySource,
            Clock clock,
            Provision provision,
            SentMessages sentMessages,
            Transcript transcript) {
        this.service = service;
        this.settings = settings;
        this.keySource = keySource;
        this.clock = clock;
        this.provision = provision;
        this.sentMessages = sentMessages;
        this.transcript = transcript;
    }

    /**
     * Attests once. Whatever is wrong with the messages is told in one line, and the attestation ends without an answer.
     *
     * @throws WireException if the channel fails, or what comes is not a line of hexadecimal digits
     */
    public void attest(MessageChannel<byte[]> channel) throws WireException {
        try (AttestationSession session = new AttestationSession(service, settings, keySource, clock, transcript)) {
            Msg0Msg1 first = Msg0Msg1.parse(receive(channel, MSG0_MSG1, MSG0_MSG1_LIMIT));
            send(
                    channel,
                    "msg2",
                    "Copy/Paste Msg2 Below to Client",
                    session.answer(first).encode());
            Msg3 third = Msg3.parse(receive(channel, "msg3", HexLineChannel.MAX_LINE / 2));
            send(
                    channel,
                    "msg4",
                    "Copy/Paste Msg4 Below to Client",
                    session.extend(session.answer(third), provision).encode());
            session.showKeys();
        } catch (MalformedMessageException | RefusedException | AttestationServiceException e) {
            fail(e.getMessage(), e);
        } catch (RuntimeException e) {
            fail("internal error: " + e, e);
        }
    }

    private byte[] receive(MessageChannel<byte[]> channel, String name, int limit) throws WireException {
        transcript.line("Waiting for " + name);
        byte[] message = channel.receive(name, limit);
        String hex = Hex.encode(message);
        transcript.message("received", name, hex);
        transcript.debug("read " + (hex.length() + 1) + " bytes");
        transcript.heading(Level.DEBUG, "read buffer");
        transcript.text(Level.DEBUG, hex);
        transcript.divider(Level.DEBUG);
        return message;
    }

    private void send(MessageChannel<byte[]> channel, String name, String heading, byte[] message)
            throws WireException {
        String hex = Hex.encode(message);
        transcript.heading(Level.NORMAL, heading);
        sentMessages.show(hex);
        channel.send(name, message);
        transcript.message("sent", name, hex);
        transcript.divider(Level.NORMAL);
    }

    private void fail(String message, Exception cause) {
        transcript.line("Attestation failed: " + message);
        if (transcript.shows(Level.DEBUG)) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            transcript.text(Level.DEBUG, trace.toString());
        }
    }
}
