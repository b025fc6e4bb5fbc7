package org.sgxra.sp.server;

import java.time.Clock;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.Conversation;
import org.sgxra.runtime.event.MessageEvent.Msg4Decoded;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
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
    private final SessionListener.Factory listeners;

    /**
     * @param provision what trusted enclaves are given
     * @param listeners told what happens in each session
     */
    public HexAttestation(
            AttestationService service,
            SessionSettings settings,
            KeySource keySource,
            Clock clock,
            Provision provision,
            SessionListener.Factory listeners) {
        this.service = service;
        this.settings = settings;
        this.keySource = keySource;
        this.clock = clock;
        this.provision = provision;
        this.listeners = listeners;
    }

    /**
     * Attests once. Whatever is wrong with the messages ends the attestation without an answer.
     *
     * @param peer who is at the other end, for listeners
     * @throws WireException if the channel fails, or what comes is not a line of hexadecimal digits
     */
    public void attest(MessageChannel<byte[]> channel, String peer) throws WireException {
        SessionListener events = listeners.open(peer);
        events.on(new SessionStarted());
        try (AttestationSession session = new AttestationSession(service, settings, keySource, clock, events)) {
            attest(session, new Conversation(channel, events));
        } catch (WireException e) {
            events.on(new ConnectionLost(e.getMessage()));
            throw e;
        } catch (MalformedMessageException | RefusedException | AttestationServiceException e) {
            events.on(new SessionFailed(e.getMessage(), e));
        } catch (RuntimeException e) {
            events.on(new SessionFailed("internal error: " + e, e));
        } finally {
            events.on(new SessionEnded());
        }
    }

    private void attest(AttestationSession session, Conversation client)
            throws WireException, MalformedMessageException, RefusedException, AttestationServiceException {
        Msg0Msg1 first = Msg0Msg1.parse(client.receive(MSG0_MSG1, MSG0_MSG1_LIMIT));
        client.send("msg2", session.answer(first).encode());
        Msg3 third = Msg3.parse(client.receive("msg3", HexLineChannel.MAX_LINE / 2));
        Msg4 msg4 = session.extend(session.answer(third), provision);
        client.events().on(new Msg4Decoded(msg4));
        client.send("msg4", msg4.encode());
        session.showKeys();
    }
}
