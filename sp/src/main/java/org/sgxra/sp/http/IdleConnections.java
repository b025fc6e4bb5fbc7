package org.sgxra.sp.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.sgxra.runtime.net.HostPort;

/** Connections on which the next request may go. Those used last are taken first. */
final class IdleConnections {
    private static final int MAX_KEPT = 256;
    /** Longer than that, firewalls on the way may have forgotten a connection without a word. */
    private static final long MAX_IDLE = Duration.ofSeconds(50).toNanos();

    private final Deque<HttpsConnection> kept = new ArrayDeque<>();

    /** One to that server, or null. */
    HttpsConnection take(HostPort server) {
        List<HttpsConnection> old = new ArrayList<>(0);
        HttpsConnection found = null;
        synchronized (kept) {
            while (!kept.isEmpty() && kept.peekLast().idleFor() > MAX_IDLE) {
                old.add(kept.removeLast());
            }
            for (Iterator<HttpsConnection> all = kept.iterator(); found == null && all.hasNext(); ) {
                HttpsConnection next = all.next();
                if (next.server().equals(server)) {
                    found = next;
                    all.remove();
                }
            }
        }
        old.forEach(HttpsConnection::close);
        return found;
    }

    /** Keeps one whose last answer was whole. */
    void put(HttpsConnection connection) {
        connection.idle();
        HttpsConnection tooMany = null;
        synchronized (kept) {
            kept.addFirst(connection);
            if (kept.size() > MAX_KEPT) {
                tooMany = kept.removeLast();
            }
        }
        if (tooMany != null) {
            tooMany.close();
        }
    }

    /** Drops all to a server that has closed one of them: most likely it has closed them all. */
    void drop(HostPort server) {
        List<HttpsConnection> dropped = new ArrayList<>();
        synchronized (kept) {
            kept.removeIf(connection -> connection.server().equals(server) && dropped.add(connection));
        }
        dropped.forEach(HttpsConnection::drop);
    }
}
