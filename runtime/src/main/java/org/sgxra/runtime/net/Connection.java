package org.sgxra.runtime.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A TCP connection, with TLS layered on it where that is wanted. Every wait on it can be given an end by a {@link Deadline},
 * which closes the TCP socket itself: closing an {@link SSLSocket} sends a message, for which a peer that does not read makes
 * one wait for ever.
 *
 * <p>One thread uses a connection; any thread may {@link #end} it.
 */
public final class Connection implements Closeable {
    /** For saying goodbye in TLS to a peer that may not listen any more. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Socket raw;
    private final ByteBudget budget;
    private final AtomicReference<String> ended = new AtomicReference<>();
    private volatile Expiry expiry = Expiry.NEVER;
    private SSLSocket secured;
    private Deadline handshake;
    private InetAddress peer;
    private volatile OptionalLong replaceableSince = OptionalLong.empty();
    private boolean idle;
    private String reasonWhenIdle;
    private volatile Runnable whenEnded = () -> {};
    private volatile Runnable whenDone = () -> {};

    private Connection(Socket raw, ByteBudget budget) throws IOException {
        if (raw instanceof SSLSocket) {
            throw new IllegalArgumentException("closing a TLS socket may block: give the one below it");
        }
        this.raw = raw;
        this.budget = budget;
        this.peer = raw.getInetAddress();
        raw.setTcpNoDelay(true);
    }

    /**
     * Over a connected TCP socket, which {@link #close} closes.
     *
     * @throws IllegalArgumentException if it is a TLS socket
     */
    public static Connection over(Socket raw) throws IOException {
        return new Connection(raw, ByteBudget.UNLIMITED);
    }

    /** The same for a server's connection, whose messages count against the budget of all. */
    public static Connection over(Socket raw, ByteBudget budget) throws IOException {
        return new Connection(raw, budget);
    }

    /** Has the time for the handshake run from now on, before {@link #secure} is called. */
    public void limitHandshake(Duration limit) {
        handshake = limit(limit, "no handshake within " + Deadline.inWords(limit));
    }

    /**
     * Layers TLS on the connection, and makes the handshake. Done again, it puts TLS into the TLS that is there, which a proxy
     * that is spoken to in TLS makes necessary.
     *
     * @param settings for the socket, such as {@code setUseClientMode(false)}
     * @param limit for the handshake, unless {@link #limitHandshake} has begun one
     * @throws IOException if it fails; after {@link #ended} has something to say, for that reason
     */
    public SSLSocket secure(SSLContext tls, HostPort peer, Duration limit, Consumer<SSLSocket> settings)
            throws IOException {
        if (handshake == null) {
            limitHandshake(limit);
        }
        Deadline deadline = handshake;
        handshake = null;
        try (deadline) {
            secured = (SSLSocket) tls.getSocketFactory()
                    .createSocket(socket(), peer == null ? null : peer.host(), peer == null ? -1 : peer.port(), true);
            settings.accept(secured);
            secured.startHandshake();
            return secured;
        }
    }

    /** Where the peer is. */
    public InetAddress peer() {
        return peer;
    }

    /** Names the peer for whom the one at the other end of the TCP connection stands in: a balancer's client. */
    public void standsFor(InetAddress client) {
        peer = client;
    }

    /** The bytes that come, decrypted if there is TLS. */
    public InputStream in() throws IOException {
        return socket().getInputStream();
    }

    /** Takes the bytes to send, encrypts them if there is TLS. */
    public OutputStream out() throws IOException {
        return socket().getOutputStream();
    }

    private Socket socket() {
        return secured == null ? raw : secured;
    }

    /** The TCP socket. */
    public Socket raw() {
        return raw;
    }

    /** What the messages of this connection count against. */
    public ByteBudget budget() {
        return budget;
    }

    /**
     * Gives what comes next a time limit, after which the connection is closed.
     *
     * @param account what {@link #ended} says then
     */
    public Deadline limit(Duration limit, String account) {
        return Deadline.start(limit, () -> end(account));
    }

    /** Gives the whole connection a time limit; from now on {@link #expiry} tells when it ends. */
    public Deadline limitAltogether(Duration limit) {
        expiry = Expiry.in(limit);
        return limit(limit, "it took longer than " + Deadline.inWords(limit));
    }

    /** When the whole connection must be over. */
    public Expiry expiry() {
        return expiry;
    }

    /**
     * Closes the connection without a word to the peer, from whatever thread; never blocks. Whoever uses it is told by an
     * exception.
     *
     * @param reason for {@link #ended}; the first one counts
     */
    public void end(String reason) {
        ended.compareAndSet(null, reason);
        closeRaw();
        whenEnded.run();
    }

    /** Has something done whenever the connection is ended, for someone who does not wait on it; must not block. */
    public void whenEnded(Runnable reaction) {
        whenEnded = reaction;
    }

    /** Has something done when {@link #done} is called. */
    public void whenDone(Runnable reaction) {
        whenDone = reaction;
    }

    /** Says that the connection is closed and everything told of it: a server that stops need not wait for it any more. */
    public void done() {
        whenDone.run();
    }

    /**
     * Tells whether the connection only waits for whether its peer wants anything more. Then nothing is lost when it is ended.
     */
    public synchronized void idle(boolean now) {
        idle = now;
        if (idle && reasonWhenIdle != null) {
            end(reasonWhenIdle);
        }
    }

    /** Ends the connection as soon as it is idle, which is at once if it is now. */
    public synchronized void endWhenIdle(String reason) {
        reasonWhenIdle = reason;
        if (idle) {
            end(reason);
        }
    }

    /**
     * Says that from now on something whole is due from the peer. Until it has come, a server that is full may end the connection
     * in favour of another one.
     */
    public void replaceableFromNow() {
        replaceableSince = OptionalLong.of(System.nanoTime());
    }

    /** Says that something whole has come from the peer: the connection keeps its place. */
    public void irreplaceable() {
        replaceableSince = OptionalLong.empty();
    }

    /** The {@link System#nanoTime} of {@link #replaceableFromNow}; empty if the connection keeps its place. */
    public OptionalLong replaceableSince() {
        return replaceableSince;
    }

    /** Why this side has ended the connection: a time limit, or that it stops altogether. Empty while it has not. */
    public Optional<String> ended() {
        return Optional.ofNullable(ended.get());
    }

    /** Says goodbye in TLS, for a second at most, and closes. */
    @Override
    public void close() throws IOException {
        if (secured != null && !raw.isClosed()) {
            Deadline deadline = Deadline.start(CLOSING, this::closeRaw);
            try (deadline) {
                secured.close();
            } catch (IOException e) {
                // A peer that has gone does not miss it.
            }
        }
        raw.close();
    }

    private void closeRaw() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
