package org.sgxra.sp.server;

import java.time.Clock;
import java.util.Optional;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.KeySource;
import org.sgxra.sp.session.Provision;
import org.sgxra.sp.session.SessionSettings;

/** Attests whoever is at the other end of a channel: four messages, each with a session of its own. */
public final class HexAttestation {
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
        attest(channel, listeners.open(peer));
    }

    /** The same with a listener of the caller's. */
    void attest(MessageChannel<byte[]> channel, SessionListener events) throws WireException {
        try (HexSession session = open(events, channel.expiry())) {
            attest(session, channel);
        }
    }

    private static void attest(HexSession session, MessageChannel<byte[]> channel) throws WireException {
        try {
            while (session.due() != null) {
                HexSession.Due due = session.due();
                Optional<byte[]> reply = session.answer(channel.receive(due.message(), due.limit()));
                if (reply.isPresent()) {
                    channel.send(due.reply(), reply.get());
                    session.sent();
                }
            }
        } catch (WireException e) {
            session.lost(e);
            throw e;
        }
    }

    /**
     * Begins an attestation whose messages somebody else carries.
     *
     * @param end of the session
     */
    HexSession open(SessionListener events, Expiry end) {
        return new HexSession(
                new AttestationSession(service, settings, keySource, clock, events, end), provision, events);
    }
}
