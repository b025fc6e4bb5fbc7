package org.sgxra.sp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.Workers;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;

/** Attests clients over TCP, one connection after the other; each message and each attestation has a time limit. */
public final class TcpServer implements AutoCloseable {
    private final ConnectionServer server;
    private final HexAttestation attestation;
    private final Duration messageTimeout;
    private final Transcript transcript;

    /**
     * Starts to listen.
     *
     * @param address to listen on; null: all, IPv4 and IPv6
     * @param port 0: any free one, see {@link #port}
     * @param messageTimeout how long to wait for a message
     * @param attestationTimeout how long a connection may last
     * @throws IOException if the port cannot be had
     */
    public TcpServer(
            InetAddress address,
            int port,
            HexAttestation attestation,
            Duration messageTimeout,
            Duration attestationTimeout,
            Transcript transcript)
            throws IOException {
        this.attestation = attestation;
        this.messageTimeout = messageTimeout;
        this.transcript = transcript;
        this.server = new ConnectionServer(
                address, port, Workers.oneAfterTheOther(), Optional.of(attestationTimeout), new Attesting());
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** Serves until {@link #stop} or {@link #close}. */
    public void serve() {
        transcript.line("");
        transcript.line("Listening for connections on port " + port());
        server.serve();
    }

    /** Stops listening; an attestation in progress gets {@link ConnectionServer#GRACE}. */
    public void stop() {
        server.stop(ConnectionServer.GRACE);
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private final class Attesting implements Service {
        @Override
        public void awaitsConnection() {
            transcript.line("Waiting for a client to connect...");
        }

        @Override
        public void serve(Connection connection, int number) {
            transcript.line("Connection from " + connection.peer().getHostAddress());
            try {
                attest(connection);
            } catch (WireException e) {
                transcript.line("Attestation failed: " + e.getMessage());
            } catch (IOException e) {
                transcript.line("connection lost: " + connection.ended().orElse(e.getMessage()));
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
            transcript.line("connection given up: internal error: " + error);
        }

        @Override
        public void cannotAccept(String reason) {
            transcript.line("cannot accept a connection: " + reason);
        }
    }
}
