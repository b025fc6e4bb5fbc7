package org.sgxra.sp.server;

import java.io.IOException;
import java.time.Duration;
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
    private final Transcript transcript;

    /** @param proxies balancers, which say for whom they connect */
    SerialAttestations(
            HexAttestation attestation, Duration messageTimeout, AddressRanges proxies, Transcript transcript) {
        this.attestation = attestation;
        this.messageTimeout = messageTimeout;
        this.proxies = proxies;
        this.transcript = transcript;
    }

    @Override
    public void awaitsConnection() {
        transcript.line("Waiting for a client to connect...");
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
        transcript.line("Connection from " + connection.peer().getHostAddress());
        try {
            attest(connection);
        } catch (WireException e) {
            transcript.line("Attestation failed: " + e.getMessage());
        } catch (IOException e) {
            transcript.line("connection lost: " + connection.ended().orElseGet(() -> Reason.of(e)));
        }
    }

    private void attest(Connection connection) throws IOException {
        try (HexLineChannel channel = HexLineChannel.over(connection, messageTimeout)) {
            attestation.attest(channel, connection.peer().getHostAddress());
            if (connection.ended().isEmpty()) {
                // Closing with something unread would reset the connection, and might take msg4 away with it.
                connection.in().skip(connection.in().available());
            }
        }
    }

    @Override
    public void refused(int number, String reason) {
        transcript.line("connection refused: " + reason);
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
