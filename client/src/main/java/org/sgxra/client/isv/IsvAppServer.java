package org.sgxra.client.isv;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.OpenFiles;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.Workers;
import org.sgxra.runtime.tls.TlsContexts;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;

/**
 * Serves service providers over TLS; handshake, messages and whole connections have time limits. A connection gets a thread of
 * its own when the first bytes of its handshake are there; until then a selector holds it. From then on it keeps the thread: what
 * TLS has decrypted already, or not yet, only a thread that reads can tell.
 */
final class IsvAppServer implements AutoCloseable {
    static final int MAX_THREADS = 1024;
    private static final int MAX_CONNECTIONS = 10_000;
    /** Files that are open beside connections: the enclave, the log, the platform's. */
    private static final int OTHER_FILES = 200;
    /** The handshake and five messages. */
    private static final int STEPS = 6;

    /**
     * How the server treats its peers.
     *
     * @param kind of the enclave's quotes
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     * @param compatible true to accept results in the original's form, too
     * @param timeout for the handshake, and for each message received or sent
     */
    record Terms(QuoteKind kind, Optional<P256PublicKey> spKey, boolean compatible, Duration timeout) {}

    private final ConnectionServer server;
    private final SSLContext tls;
    private final Enclave enclave;
    private final Terms terms;
    private final Transcript transcript;
    private final EventFile file;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws IOException if the port cannot be had
     */
    IsvAppServer(
            SSLContext tls,
            InetAddress address,
            int port,
            Enclave enclave,
            Terms terms,
            Transcript transcript,
            EventFile file)
            throws IOException {
        this.tls = tls;
        this.enclave = enclave;
        this.terms = terms;
        this.transcript = transcript;
        this.file = file;
        this.server = new ConnectionServer(
                address,
                port,
                Workers.threadsOnceReadable(MAX_THREADS, maxConnections()),
                Optional.of(terms.timeout().multipliedBy(STEPS)),
                new Attested());
    }

    private static int maxConnections() {
        return Math.max(1, Math.min(MAX_CONNECTIONS, OpenFiles.limit().orElse(Integer.MAX_VALUE) - OTHER_FILES));
    }

    /** The port listened on. */
    int port() {
        return server.port();
    }

    /** Serves until {@link #stop} or {@link #close}. */
    void serve() {
        transcript.line("Listening for connections on port " + port());
        server.serve();
    }

    /** Stops listening; attestations in progress get {@link ConnectionServer#GRACE}. */
    void stop() {
        server.stop(ConnectionServer.GRACE);
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private final class Attested implements Service {
        private ConnectionLog log(int number) {
            return new ConnectionLog(number, transcript);
        }

        @Override
        public void holds(Connection connection) {
            connection.limitHandshake(terms.timeout());
        }

        @Override
        public void serve(Connection connection, int number) {
            String peer = connection.peer().getHostAddress();
            try (Transcript session = transcript.ofConnection(peer)) {
                serve(connection, peer, new ConnectionLog(number, session));
            }
        }

        private void serve(Connection connection, String peer, ConnectionLog log) {
            log.line("Connection from " + peer);
            try {
                SSLSocket socket = connection.secure(tls, null, terms.timeout(), IsvAppServer::configure);
                log.verbose("Handshake successful: " + socket.getSession().getProtocol());
            } catch (IOException e) {
                log.line("Handshake was not successful: " + connection.ended().orElseGet(() -> Reason.of(e)));
                return;
            }
            attest(connection, file.session(new IsvAppTranscript(log), peer));
        }

        @Override
        public void refused(int number, String reason) {
            transcript.refusal("[" + number + "] refused: " + reason);
        }

        @Override
        public void failed(int number, Throwable error) {
            new IsvAppTranscript(log(number)).on(new SessionFailed(Reason.ofInternalErrorInSession(error), error));
        }

        @Override
        public void cannotAccept(String reason) {
            transcript.line("cannot accept a connection: " + reason);
        }
    }

    private static void configure(SSLSocket socket) {
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(TlsContexts.protocols());
    }

    private void attest(Connection connection, SessionListener events) {
        events.on(new SessionStarted());
        try (FrameChannel channel = FrameChannel.over(connection, terms.timeout())) {
            new IsvAppSession(enclave, terms.kind(), terms.spKey(), terms.compatible(), events).run(channel);
        } catch (WireException e) {
            String reason = e.kind() == WireException.Kind.CLOSED
                    ? "the service provider closed the " + e.getMessage().replace(" closed before", " before")
                    : e.getMessage();
            events.on(new SessionFailed(reason, e));
        } catch (EnclaveException | MalformedMessageException | RefusedException e) {
            events.on(new SessionFailed(e.getMessage(), e));
        } catch (IOException e) {
            events.on(new ConnectionLost(connection.ended().orElseGet(() -> Reason.of(e))));
        } catch (RuntimeException e) {
            events.on(new SessionFailed(Reason.ofInternalErrorInSession(e), e));
        } finally {
            events.on(new SessionEnded());
        }
    }
}
