package org.sgxra.sp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Workers;
import org.sgxra.runtime.transcript.Transcript;

/** Attests clients over TCP; each message and each attestation has a time limit. */
public final class TcpServer implements AutoCloseable {
    private final ConnectionServer server;
    private final Optional<HeldAttestations> held;
    private final Transcript transcript;

    /**
     * Starts to listen; attests one client after the other.
     *
     * @param address to listen on; null: all, IPv4 and IPv6
     * @param port 0: any free one, see {@link #port}
     * @param messageTimeout how long to wait for a message
     * @param attestationTimeout how long a connection may last
     * @param proxies balancers, which say for whom they connect
     * @param listeners told what happens in each session
     * @throws IOException if the port cannot be had
     */
    public TcpServer(
            InetAddress address,
            int port,
            HexAttestation attestation,
            Duration messageTimeout,
            Duration attestationTimeout,
            AddressRanges proxies,
            ParallelSettings.Listeners listeners,
            Transcript transcript)
            throws IOException {
        this.transcript = transcript;
        this.held = Optional.empty();
        this.server = new ConnectionServer(
                address,
                port,
                Workers.oneAfterTheOther(),
                Optional.of(attestationTimeout),
                new SerialAttestations(attestation, messageTimeout, proxies, listeners, transcript));
    }

    /** The same, but attests many clients at the same time. */
    public TcpServer(
            InetAddress address,
            int port,
            HexAttestation attestation,
            ParallelSettings parallel,
            Duration messageTimeout,
            Duration attestationTimeout,
            AddressRanges proxies,
            Transcript transcript)
            throws IOException {
        this.transcript = transcript;
        HeldAttestations attestations =
                new HeldAttestations(attestation, parallel, messageTimeout, proxies, transcript);
        this.held = Optional.of(attestations);
        try {
            this.server = new ConnectionServer(
                    address, port, attestations.workers(), Optional.of(attestationTimeout), attestations);
        } catch (IOException e) {
            attestations.close();
            throw e;
        }
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** How many connections there are now. */
    public long connections() {
        return server.open();
    }

    /** How many first messages wait for a worker. */
    public long waiting() {
        return held.map(attestations -> attestations.queue().waiting()).orElse(0);
    }

    /** How many connections were closed because there were too many or the queue was full. */
    public long refused() {
        return held.map(HeldAttestations::refusals).orElse(0L);
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
        held.ifPresent(HeldAttestations::close);
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
