package org.sgxra.sp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;

/**
 * Serves one connection after the other over TCP. Nothing that a peer does, or leaves undone, disturbs the next one: each
 * message and each attestation has a time limit, and whatever a connection opened is closed in {@link #serve(Socket)}.
 */
public final class TcpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long PAUSE_AFTER_FAILURE_MS = 100;

    private final ServerSocket listener;
    private final HexAttestation attestation;
    private final Duration messageTimeout;
    private final Duration attestationTimeout;
    private final Transcript transcript;
    private final ScheduledThreadPoolExecutor watchdog;

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
        this.listener = new ServerSocket(port, BACKLOG, address);
        this.attestation = attestation;
        this.messageTimeout = messageTimeout;
        this.attestationTimeout = attestationTimeout;
        this.transcript = transcript;
        this.watchdog = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
        });
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /** The port listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Serves until {@link #close}. */
    public void serve() {
        transcript.line("");
        transcript.line("Listening for connections on port " + port());
        while (!listener.isClosed()) {
            transcript.line("Waiting for a client to connect...");
            try {
                serve(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    transcript.line("cannot accept a connection: " + e.getMessage());
                    pause();
                }
            } catch (RuntimeException e) {
                transcript.line("connection given up: internal error: " + e);
            }
        }
    }

    private void serve(Socket accepted) {
        AtomicBoolean expired = new AtomicBoolean();
        try (Socket socket = accepted) {
            transcript.line("Connection from " + socket.getInetAddress().getHostAddress());
            ScheduledFuture<?> limit = watchdog.schedule(
                    () -> {
                        expired.set(true);
                        closeQuietly(socket);
                    },
                    attestationTimeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            try (HexLineChannel channel = HexLineChannel.over(socket, messageTimeout)) {
                attestation.attest(channel);
                // Closing with something unread would reset the connection, and might take msg4 away with it.
                socket.getInputStream().skip(socket.getInputStream().available());
            } finally {
                limit.cancel(false);
            }
        } catch (WireException e) {
            transcript.line("Attestation failed: "
                    + (expired.get()
                            ? "it took longer than " + attestationTimeout.toSeconds() + " s"
                            : e.getMessage()));
        } catch (IOException e) {
            // After the watchdog closed it, what failed for that reason has been told.
            if (!expired.get()) {
                transcript.line("connection lost: " + e.getMessage());
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

    /** Stops listening; {@link #serve()} returns after the connection it is at. */
    @Override
    public void close() throws IOException {
        watchdog.shutdown();
        listener.close();
    }
}
