package org.sgxra.sp.server;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.MessageEvent.Msg4Decoded;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;

/**
 * One attestation, a message at a time, by whatever carries the messages: as long as a message is {@link #due}, it is awaited
 * and answered, the reply is sent, and {@link #sent} says so. Whatever is wrong with a message ends the attestation without
 * a reply. Used by one thread at a time; {@link #close} comes last in any case.
 */
final class HexSession implements AutoCloseable {
    /** A message that the session waits for. */
    enum Due {
        /** Anybody may send the first message, which has 72 bytes: much longer ones are not kept. */
        FIRST("msg0||msg1", "msg2", 128),
        /** The proof. */
        THIRD("msg3", "msg4", HexLineChannel.MAX_LINE / 2);

        private final String message;
        private final String reply;
        private final int limit;

        Due(String message, String reply, int limit) {
            this.message = message;
            this.reply = reply;
            this.limit = limit;
        }

        /** Its name, for people. */
        String message() {
            return message;
        }

        /** The name of its answer. */
        String reply() {
            return reply;
        }

        /** Bytes that it has at most. */
        int limit() {
            return limit;
        }
    }

    private final AttestationSession session;
    private final Provision provision;
    private final SessionListener events;
    private Due due = Due.FIRST;
    private ByteString reply;

    /**
     * Begins.
     *
     * @param provision what a trusted enclave is given
     * @param events told what happens
     */
    HexSession(AttestationSession session, Provision provision, SessionListener events) {
        this.session = session;
        this.provision = provision;
        this.events = events;
        events.on(new SessionStarted());
        events.on(new MessageAwaited(due.message()));
    }

    /** The message that is waited for; null when the attestation is over. */
    Due due() {
        return due;
    }

    /** Takes the message that is due and gives the reply to send; none if the attestation has failed. */
    Optional<byte[]> answer(byte[] message) {
        try {
            events.on(new MessageReceived(due.message(), ByteString.of(message)));
            byte[] answer = due == Due.FIRST ? answerFirst(message) : answerThird(message);
            reply = ByteString.of(answer);
            events.on(new MessageSending(due.reply(), reply));
            return Optional.of(answer);
        } catch (MalformedMessageException | RefusedException | AttestationServiceException e) {
            fail(e.getMessage(), e);
        } catch (RuntimeException e) {
            fail(Reason.ofInternalErrorInSession(e), e);
        }
        return Optional.empty();
    }

    private byte[] answerFirst(byte[] message)
            throws MalformedMessageException, RefusedException, AttestationServiceException {
        return session.answer(Msg0Msg1.parse(message)).encode();
    }

    private byte[] answerThird(byte[] message)
            throws MalformedMessageException, RefusedException, AttestationServiceException {
        Msg4 msg4 = session.extend(session.answer(Msg3.parse(message)), provision);
        events.on(new Msg4Decoded(msg4));
        return msg4.encode();
    }

    private void fail(String reason, Exception cause) {
        due = null;
        session.close();
        events.on(new SessionFailed(reason, cause));
    }

    /** The reply was sent. */
    void sent() {
        try {
            events.on(new MessageSent(due.reply(), reply));
            if (due == Due.FIRST) {
                due = Due.THIRD;
                events.on(new MessageAwaited(due.message()));
            } else {
                due = null;
                session.showKeys();
            }
        } catch (RuntimeException e) {
            fail(Reason.ofInternalErrorInSession(e), e);
        }
    }

    /** A message did not come, or the reply could not be sent. */
    void lost(WireException e) {
        refused(e.getMessage());
    }

    /** The connection is given up for a reason that has nothing to do with its messages. */
    void refused(String reason) {
        due = null;
        session.close();
        events.on(new ConnectionLost(reason));
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        session.close();
        events.on(new SessionEnded());
    }
}
