package org.sgxra.client.isv;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;

/**
 * Serves service providers over TLS, each on a thread of its own. Nothing that one of them does, or leaves undone, disturbs
 * another: messages, handshakes and whole connections have time limits, and a connection is closed where it was begun.
 */
final class IsvAppServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MAX_CONNECTIONS = 1024;
    private static final int STACK_SIZE = 512 * 1024;
    private static final int MESSAGES = 5;
    private static final long PAUSE_AFTER_FAILURE_MS = 100;

    /**
     * How the server treats its peers.
     *
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     * @param compatible true to accept results in the original's form, too
     * @param timeout for the handshake and for each message
     */
    record Terms(Optional<P256PublicKey> spKey, boolean compatible, Duration timeout) {}

    private final SSLServerSocket listener;
    private final Enclave enclave;
    private final Terms terms;
    private final Transcript transcript;
    private final AtomicInteger connections = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(null, task, "connection", STACK_SIZE));
    private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws IOException if the port cannot be had
     */
    IsvAppServer(SSLContext tls, InetAddress address, int port, Enclave enclave, Terms terms, Transcript transcript)
            throws IOException {
        this.listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, BACKLOG, address);
        this.enclave = enclave;
        this.terms = terms;
        this.transcript = transcript;
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /** The port listened on. */
    int port() {
        return listener.getLocalPort();
    }

    /** Serves until {@link #close}. */
    void serve() {
        transcript.line("Listening for connections on port " + port());
        while (!listener.isClosed()) {
            try {
                begin((SSLSocket) listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    transcript.line("cannot accept a connection: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    private void begin(SSLSocket socket) {
        ConnectionLog log = new ConnectionLog(connections.incrementAndGet(), transcript);
        try {
            threads.execute(() -> serve(socket, log));
        } catch (RejectedExecutionException e) {
            log.line("refused: there are " + MAX_CONNECTIONS + " connections already");
            closeQuietly(socket);
        }
    }

    private void serve(SSLSocket socket, ConnectionLog log) {
        ScheduledFuture<?> limit =
                watchdog.schedule(() -> closeQuietly(socket), terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try (socket) {
            log.line("Connection from " + socket.getInetAddress().getHostAddress());
            socket.setSoTimeout((int) Math.min(terms.timeout().toMillis(), Integer.MAX_VALUE));
            socket.startHandshake();
            limit.cancel(false);
            log.verbose("Handshake successful: " + socket.getSession().getProtocol());
            limit = watchdog.schedule(
                    () -> closeQuietly(socket), MESSAGES * terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
            attest(socket, log);
        } catch (SSLException e) {
            log.line("Handshake was not successful: " + e.getMessage());
        } catch (IOException e) {
            log.line("connection lost: " + e.getMessage());
        } catch (RuntimeException e) {
            failed(log, "internal error: " + e, e);
        } finally {
            limit.cancel(false);
        }
    }

    private void attest(SSLSocket socket, ConnectionLog log) throws IOException {
        try (FrameChannel channel = FrameChannel.over(socket, terms.timeout())) {
            new IsvAppSession(enclave, terms.spKey(), terms.compatible(), log).run(channel);
        } catch (WireException e) {
            if (e.kind() == WireException.Kind.CLOSED) {
                failed(
                        log,
                        "the service provider closed the " + e.getMessage().replace(" closed before", " before"),
                        e);
            } else {
                failed(log, e.getMessage(), e);
            }
        } catch (EnclaveException | MalformedMessageException | RefusedException e) {
            failed(log, e.getMessage(), e);
        }
    }

    private void failed(ConnectionLog log, String reason, Exception cause) {
        log.line("Attestation failed: " + reason);
        if (transcript.shows(Level.DEBUG)) {
            for (StackTraceElement element : cause.getStackTrace()) {
                log.debug("at " + element);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    /** Out of descriptors, for example: no busy loop until there are some again. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops listening and waits for the connections there are; {@link #serve()} returns. */
    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdown();
        try {
            threads.awaitTermination(terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watchdog.shutdown();
    }
}
