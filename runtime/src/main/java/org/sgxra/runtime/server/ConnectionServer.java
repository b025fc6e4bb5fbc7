package org.sgxra.runtime.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.ByteBudget;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.HeldConnection;
import org.sgxra.runtime.net.Selection;

/**
 * Accepts TCP connections, registers them, and has them served. Nothing that a peer does, or leaves undone, disturbs the others:
 * a connection can always be closed from outside, all of them together hold a limited number of message bytes, and no error ends
 * the accept loop. TLS, where there is any, is for the {@link Service} to layer on the connection.
 */
public final class ConnectionServer implements AutoCloseable {
    /** What connections that are being served get when the server stops. */
    public static final Duration GRACE = Duration.ofSeconds(5);
    /** What {@link Connection#ended} says of connections that are open when the server stops. */
    public static final String STOPPED = "the server was stopped";

    private static final int BACKLOG = 1024;
    private static final long PAUSE_AFTER_FAILURE_MS = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ServerSocket listener;
    private final Workers workers;
    private final Optional<Duration> sessionLimit;
    private final Service service;
    private final ByteBudget budget = ByteBudget.ofProcess();
    private final Set<Connection> open = new HashSet<>();
    /** Those of them which were held and are served now. */
    private final Set<Connection> released = new HashSet<>();
    /** For connections that are held until their peers speak, and not by the service; null if there are none. */
    private final Selection selection;

    private boolean stopping;
    private int connections;
    private volatile String told;

    /**
     * Starts to listen.
     *
     * @param address to listen on; null: all, IPv4 and IPv6
     * @param port 0: any free one, see {@link #port}
     * @param sessionLimit how long a connection may last
     * @throws IOException if the port cannot be had
     */
    public ConnectionServer(
            InetAddress address, int port, Workers workers, Optional<Duration> sessionLimit, Service service)
            throws IOException {
        this(listen(new InetSocketAddress(address, port), workers), workers, sessionLimit, service);
    }

    /** Connections that a selector is to hold are accepted from a channel. */
    private static ServerSocket listen(InetSocketAddress address, Workers workers) throws IOException {
        Deadline.prepare();
        ServerSocket listener = workers.areHeld() ? ServerSocketChannel.open().socket() : new ServerSocket();
        try {
            listener.bind(address, BACKLOG);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    ConnectionServer(ServerSocket listener, Workers workers, Optional<Duration> sessionLimit, Service service)
            throws IOException {
        this.listener = listener;
        this.workers = workers;
        this.sessionLimit = sessionLimit;
        this.service = service;
        try {
            this.selection = workers.areHeld() && !service.keepsConnections() ? new Selection() : null;
        } catch (IOException | Error e) {
            listener.close();
            throw e;
        }
    }

    /** The port listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What the messages of all connections may hold together. */
    ByteBudget budget() {
        return budget;
    }

    /** Serves until {@link #stop}. */
    public void serve() {
        while (!isStopping()) {
            try {
                service.awaitsConnection();
                begin(listener.accept());
                told = null;
            } catch (Throwable e) {
                // Out of descriptors, threads or memory, most likely: that passes when connections end.
                tellOnce(e);
                pause();
            }
        }
    }

    private void begin(Socket accepted) throws IOException {
        int number = ++connections;
        Connection connection = null;
        try {
            connection = register(accepted);
            awaitThoseEnded();
            Connection registered = connection;
            if (!hasPlace(connection)) {
                refuse(connection, number, "there are " + workers.limit() + " connections already");
            } else if (selection != null) {
                hold(registered, number);
            } else {
                workers.execute(() -> serve(registered, number));
            }
        } catch (Throwable e) {
            accepted.close();
            if (connection != null) {
                connection.done();
            }
            throw e;
        }
    }

    private void hold(Connection connection, int number) throws IOException {
        HeldConnection held = new HeldConnection(selection, connection);
        service.holds(connection);
        connection.idle(true);
        held.awaitReadable(() -> serve(held, number));
    }

    /** On the selector's thread: the peer has said something, or the connection has ended. */
    private void serve(HeldConnection held, int number) {
        Connection connection = held.connection();
        try {
            connection.idle(false);
            held.release();
            if (hasThread(connection)) {
                workers.execute(() -> serve(connection, number));
            } else {
                refuse(connection, number, connection.ended().orElse("there is no thread for it"));
            }
        } catch (RejectedExecutionException e) {
            refuse(connection, number, STOPPED);
        } catch (OutOfMemoryError e) {
            // So the JVM says that the system has no thread to give, too.
            close(connection, number);
            tellOnce(e);
        } catch (Throwable e) {
            close(connection, number);
            tell(() -> service.failed(number, e));
        }
    }

    private void refuse(Connection connection, int number, String reason) {
        close(connection, number);
        tell(() -> service.refused(number, reason));
    }

    private synchronized boolean hasPlace(Connection connection) {
        return Places.has(connection, open, workers.limit());
    }

    private synchronized boolean hasThread(Connection connection) {
        released.add(connection);
        return Places.has(connection, released, workers.threads());
    }

    /** Those that were ended in favour of others need a moment until they are gone: so long no further ones are taken. */
    private void awaitThoseEnded() {
        try {
            awaitEnd(2L * workers.limit(), GRACE);
        } catch (InterruptedException e) {
            // An interrupt does not end the server.
        }
    }

    private synchronized Connection register(Socket accepted) throws IOException {
        if (stopping) {
            throw new IOException(STOPPED);
        }
        Connection connection = Connection.over(accepted, budget);
        Optional<Deadline> limit = sessionLimit.map(connection::limitAltogether);
        connection.replaceableFromNow();
        connection.whenDone(() -> forget(connection, limit));
        open.add(connection);
        return connection;
    }

    private synchronized void forget(Connection connection, Optional<Deadline> limit) {
        limit.ifPresent(Deadline::close);
        open.remove(connection);
        released.remove(connection);
        notifyAll();
    }

    /** How many connections there are now. */
    public synchronized int open() {
        return open.size();
    }

    private void serve(Connection connection, int number) {
        boolean kept = false;
        try {
            service.serve(connection, number);
            kept = service.keepsConnections();
        } catch (Throwable e) {
            tell(() -> service.failed(number, e));
        } finally {
            if (!kept) {
                close(connection, number);
            }
        }
    }

    private void close(Connection connection, int number) {
        try {
            connection.close();
        } catch (IOException e) {
            tell(() -> service.failed(number, e));
        } finally {
            connection.done();
        }
    }

    private void tellOnce(Throwable e) {
        String reason = Reason.of(e);
        if (!isStopping() && !reason.equals(told)) {
            told = reason;
            tell(() -> service.cannotAccept(reason));
        }
    }

    /** What cannot even be told, for want of memory, must not end the server. */
    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) {
            // There is nobody left to tell.
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** No busy loop; an interrupt does not end the server, and stopping ends the pause. */
    private synchronized void pause() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_AFTER_FAILURE_MS);
        for (long left = PAUSE_AFTER_FAILURE_MS; left > 0 && !stopping; ) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                // The pause goes on.
            }
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    /**
     * Stops listening; {@link #serve()} returns. Connections that are being served get some time, idle ones do not.
     *
     * @param grace after which whatever is still open is closed
     */
    public void stop(Duration grace) {
        for (Connection connection : stopListening()) {
            connection.endWhenIdle(STOPPED);
        }
        awaitEnd(grace);
        for (Connection connection : stillOpen()) {
            connection.end(STOPPED);
        }
        awaitEnd(LAST_WORDS);
        workers.shutdown();
        if (selection != null) {
            selection.close();
        }
    }

    private synchronized List<Connection> stopListening() {
        stopping = true;
        notifyAll();
        try {
            listener.close();
        } catch (IOException e) {
            // It does not accept connections any more either way.
        }
        return stillOpen();
    }

    private synchronized List<Connection> stillOpen() {
        return List.copyOf(open);
    }

    private void awaitEnd(Duration limit) {
        try {
            awaitEnd(0, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitEnd(long most, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis();
                left > 0 && open.size() > most;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** Stops, with {@link #GRACE}. */
    @Override
    public void close() {
        stop(GRACE);
    }
}
