package org.sgxra.runtime.wire;

import java.io.Closeable;
import org.sgxra.runtime.net.Expiry;

/**
 * A connection that carries whole messages, one after the other, in both directions.
 *
 * @param <M> a message as this wire has it
 */
public interface MessageChannel<M> extends Closeable {
    /**
     * Waits for the next message.
     *
     * @param name what is expected, for messages to people: {@code msg3}
     * @param limit bytes that this message has at most; what is longer is not kept in memory
     * @return the message, at least one byte
     * @throws WireException if no well-formed message came in time
     */
    M receive(String name, int limit) throws WireException;

    /** Waits for the next message, which may be as long as the wire carries. */
    M receive(String name) throws WireException;

    /**
     * Sends a message.
     *
     * @param name what is sent, for messages to people
     * @throws WireException if the peer is gone or does not take the message in time
     */
    void send(String name, M message) throws WireException;

    /** When the whole conversation must be over, if ever. */
    default Expiry expiry() {
        return Expiry.NEVER;
    }
}
