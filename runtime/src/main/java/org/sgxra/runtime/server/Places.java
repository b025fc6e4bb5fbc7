package org.sgxra.runtime.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.runtime.net.Connection;

/** Which connections stay when there are too many: otherwise a few peers that say nothing would keep all others out. */
final class Places {
    private Places() {}

    /**
     * Tells whether a connection can stay with others. When there are too many, the one is ended whose peer has been waited for
     * longest. Those that were ended are there for another moment, so that there may be more than {@code limit}, though never
     * more than twice as many.
     *
     * @param added is among the connections already
     */
    static boolean has(Connection added, Set<Connection> connections, int limit) {
        if (connections.size() <= limit) {
            return true;
        }
        if (connections.size() > 2L * limit || added.ended().isPresent()) {
            return false;
        }
        List<Connection> others = connections.stream()
                .filter(other -> other != added && other.ended().isEmpty())
                .toList();
        if (others.size() < limit) {
            return true;
        }
        Optional<Connection> longest = others.stream()
                .filter(other -> other.replaceableSince().isPresent())
                .min((one, two) -> Long.signum(since(one) - since(two)));
        longest.ifPresent(other ->
                other.end("another one needed its place: of " + limit + " connections it had been waited for longest"));
        return longest.isPresent();
    }

    /** Its peer may just have said something: then it is ended all the same. */
    private static long since(Connection connection) {
        return connection.replaceableSince().orElseGet(System::nanoTime);
    }
}
