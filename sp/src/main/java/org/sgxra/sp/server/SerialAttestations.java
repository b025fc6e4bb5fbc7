package org.sgxra.sp.server;

import java.io.IOException;
import java.time.Duration;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.ProxyHeader;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;

/** Attests one client after the other, as the original does. */
final class SerialAttestations implements Service {
    private final HexAttestation attestation;
    private final Duration messageTimeout;
    private final AddressRanges proxies;
    private final ParallelSettings.Listeners listeners;
    private final Transcript transcript;

    /**
     * @param proxies balancers, which say for whom they connect
     * @param listeners told what happens in each session
     */
    SerialAttestations(
            HexAttestation attestation,
            Duration messageTimeout,
            AddressRanges proxies,
            ParallelSettings.Listeners listeners,
            Transcript transcript) {
        this.attestation = attestation;
        this.listeners = listeners;
        this.messageTimeout = messageTimeout;
        this.proxies = proxies;
        this.transcript = transcript;
    }

    @Override
    public void awaitsConnection() {
        if (!transcript.countsFailures()) {
            transcript.line("Waiting for a client to connect...");
        }
    }

    @Override
    public void serve(Connection connection, int number) {
        if (proxies.contains(connection.peer())) {
            try {
                ProxyHeader.read(connection).client().ifPresent(connection::standsFor);
            } catch (IOException e) {
                refused(
                        number,
                        connection.peer().getHostAddress() + ": "
                                + connection.ended().orElseGet(() -> Reason.of(e)));
                return;
            }
        }
        String peer = connection.peer().getHostAddress();
        try (Transcript session = transcript.ofConnection(peer)) {
            // The first line goes out together with the one that says which message is awaited.
            session.hold();
            try {
                session.line("Connection from " + peer);
                serve(connection, peer, session);
            } finally {
                session.release();
            }
        }
    }

    private void serve(Connection connection, String peer, Transcript session) {
        try {
            attest(connection, listeners.open(peer, session));
        } catch (WireException e) {
            session.line("Attestation failed: " + e.getMessage());
        } catch (IOException e) {
            session.line("connection lost: " + connection.ended().orElseGet(() -> Reason.of(e)));
        }
    }

    private void attest(Connection connection, SessionListener listener) throws IOException {
        try (HexLineChannel channel = HexLineChannel.over(connection, messageTimeout)) {
            attestation.attest(channel, listener);
            if (connection.ended().isEmpty()) {
                // Closing with something unread would reset the connection, and might take msg4 away with it.
                connection.in().skip(connection.in().available());
            }
        }
    }

    @Override
    public void refused(int number, String reason) {
        transcript.refusal("connection refused: " + reason);
    }

    @Override
    public void failed(int number, Throwable error) {
        transcript.line("connection given up: " + Reason.ofInternalError(error));
    }

    @Override
    public void cannotAccept(String reason) {
        transcript.line("cannot accept a connection: " + reason);
    }
}
