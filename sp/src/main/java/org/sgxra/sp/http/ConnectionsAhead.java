package org.sgxra.sp.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.net.HostPort;

/**
 * Connections that are opened before they are needed, to servers that close each one after its answer: the handshake for the next
 * request is made while the service provider speaks with its clients. There is one for each that was closed, but only after some
 * in a row: who attests once has no use for it. Those that are open stand among the idle ones.
 */
final class ConnectionsAhead {
    /** So many answers in a row must have been the last of their connections: those of two attestations. */
    private static final int CLOSINGS_BEFORE = 4;

    /** At once. */
    private static final int MAX_OPENING = 64;

    private static final int SECONDS_OF_IDLE_THREADS = 1;

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        HttpsConnection open() throws IOException;
    }

    private record Ahead(HostPort server, CompletableFuture<HttpsConnection> connection) {}

    private final IdleConnections idle;
    private final Map<HostPort, Integer> closings = new ConcurrentHashMap<>();
    private final Deque<Ahead> opening = new ArrayDeque<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MAX_OPENING, SECONDS_OF_IDLE_THREADS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "next connection");
                thread.setDaemon(true);
                return thread;
            });

    /** @param idle where connections wait that nobody has waited for */
    ConnectionsAhead(IdleConnections idle) {
        this.idle = idle;
    }

    /**
     * Takes note of an answer.
     *
     * @param last whether the server closes the connection after it
     * @param next opens one to the same server
     */
    void answered(HostPort server, boolean last, Opening next) {
        if (!last) {
            closings.remove(server);
        } else if (closings.merge(server, 1, Integer::sum) >= CLOSINGS_BEFORE) {
            start(new Ahead(server, new CompletableFuture<>()), next);
        }
    }

    private void start(Ahead ahead, Opening next) {
        synchronized (opening) {
            opening.addLast(ahead);
        }
        try {
            threads.execute(() -> open(ahead, next));
        } catch (RejectedExecutionException e) {
            // As many as may be at once: whoever needs this one opens it.
            withdraw(ahead);
        }
    }

    private void open(Ahead ahead, Opening next) {
        try {
            HttpsConnection connection = next.open();
            connection.idle();
            if (withdraw(ahead)) {
                idle.put(connection);
            } else {
                ahead.connection.complete(connection);
            }
        } catch (IOException | RuntimeException e) {
            // Whoever needs it tries again, and hears of the fault.
            withdraw(ahead);
            ahead.connection.completeExceptionally(e);
        }
    }

    /** From now on nobody can take it; true if nobody had. */
    private boolean withdraw(Ahead ahead) {
        synchronized (opening) {
            return opening.remove(ahead);
        }
    }

    /**
     * One that is being opened to the server, when it is open.
     *
     * @return null if there is none, or it cannot be opened before the end
     */
    HttpsConnection await(HostPort server, Expiry end) {
        Ahead ahead = take(server);
        if (ahead == null) {
            return null;
        }
        try {
            return end.left().isEmpty()
                    ? ahead.connection.get()
                    : ahead.connection.get(end.left().get().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return null;
        } catch (TimeoutException e) {
            leave(ahead);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(ahead);
            return null;
        }
    }

    /** Gives one up that was taken: it is for whoever comes when it is open. */
    private void leave(Ahead ahead) {
        CompletableFuture<Void> unused = ahead.connection.thenAccept(idle::put);
    }

    private Ahead take(HostPort server) {
        synchronized (opening) {
            for (Iterator<Ahead> all = opening.iterator(); all.hasNext(); ) {
                Ahead next = all.next();
                if (next.server().equals(server)) {
                    all.remove();
                    return next;
                }
            }
            return null;
        }
    }
}
