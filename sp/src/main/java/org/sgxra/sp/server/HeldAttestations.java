package org.sgxra.sp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.HeldConnection;
import org.sgxra.runtime.net.Selection;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.WorkQueue;
import org.sgxra.runtime.server.Workers;
import org.sgxra.runtime.transcript.Transcript;

/**
 * Attests many clients at the same time. A client takes a worker only while one of its messages is being answered; otherwise its
 * connection is held by a selector. First messages wait for a worker in their order.
 */
final class HeldAttestations implements Service, AutoCloseable {
    private final HexAttestation attestation;
    private final ParallelSettings settings;
    private final Duration timeout;
    private final AddressRanges proxies;
    private final Transcript transcript;
    private final Selection selection = new Selection();
    private final WorkQueue queue;
    /** What is left to do when there is nothing to answer: it must not wait for those that do. */
    private final WorkQueue endings;

    private final AtomicLong refusals = new AtomicLong();

    HeldAttestations(
            HexAttestation attestation,
            ParallelSettings settings,
            Duration timeout,
            AddressRanges proxies,
            Transcript transcript)
            throws IOException {
        this.attestation = attestation;
        this.settings = settings;
        this.timeout = timeout;
        this.proxies = proxies;
        this.transcript = transcript;
        this.queue = new WorkQueue(settings.workers(), settings.backlog(), this::failed);
        this.endings = new WorkQueue(1, 0, this::failed);
    }

    private void failed(Throwable e) {
        transcript.line("a worker failed: " + Reason.ofInternalError(e));
    }

    /** For the server that hands over connections. */
    Workers workers() {
        return Workers.ofSelector(settings.maxConnections());
    }

    @Override
    public boolean keepsConnections() {
        return true;
    }

    @Override
    public void serve(Connection connection, int number) {
        try {
            new HeldAttestation(this, new HeldConnection(selection, connection), number).begin();
        } catch (IOException e) {
            transcript.line("connection lost: " + Reason.of(e));
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        } finally {
            connection.done();
        }
    }

    HexSession open(Connection connection, Transcript ofSession) {
        return attestation.open(
                settings.listeners().open(connection.peer().getHostAddress(), ofSession), connection.expiry());
    }

    Duration timeout() {
        return timeout;
    }

    WorkQueue queue() {
        return queue;
    }

    WorkQueue endings() {
        return endings;
    }

    /** True if the peer is a balancer, which says for whom it connects. */
    boolean isProxy(Connection connection) {
        return proxies.contains(connection.peer());
    }

    /** A balancer did not say for whom it connects. */
    void disbelieved(Connection balancer, String reason) {
        transcript.refusal("connection refused: " + balancer.peer().getHostAddress() + ": " + reason);
    }

    void countRefusal() {
        refusals.incrementAndGet();
    }

    /** How many connections were closed because there were too many or the queue was full. */
    long refusals() {
        return refusals.get();
    }

    /** Why a client is not served that nobody has time for. */
    String busy() {
        return "there are " + settings.backlog() + " clients waiting for a worker already";
    }

    /** What people read of one connection. */
    Transcript transcript(int number, Connection connection) {
        return transcript.ofSession(number + " " + connection.peer().getHostAddress());
    }

    @Override
    public void refused(int number, String reason) {
        countRefusal();
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

    @Override
    public void close() {
        queue.close();
        endings.close();
        selection.close();
    }
}
