package org.sgxra.runtime.server;

import org.sgxra.runtime.net.Connection;

/** What a {@link ConnectionServer} does for its peers, and where it tells what people should know. */
public interface Service {
    /** A connection is awaited. */
    default void awaitsConnection() {}

    /** A connection is held until its peer says something: the time for what is due first runs from now on. */
    default void holds(Connection connection) {}

    /** True if connections outlive {@link #serve}: then the service closes each of them some time later, and calls {@link Connection#done}. */
    default boolean keepsConnections() {
        return false;
    }

    /**
     * Serves a connection, which the server closes afterwards unless the service keeps it. Whatever goes wrong with it is told
     * here, not thrown. Until it says that the connection is {@link Connection#irreplaceable}, the server may end it in favour of
     * another one.
     *
     * @param number of the connection, from 1
     */
    void serve(Connection connection, int number);

    /** A connection was closed at once: there are too many, or no thread for it, and none of the others could be ended instead. */
    void refused(int number, String reason);

    /** An error that no connection should cause. */
    void failed(int number, Throwable error);

    /** Connections cannot be accepted for the time being; told once, until one was. */
    void cannotAccept(String reason);
}
