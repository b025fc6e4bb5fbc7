package org.sgxra.runtime.wire;

import java.io.Closeable;

/** A connection that carries whole messages, one after the other, in both directions. */
public interface MessageChannel extends Closeable {
    /**
     * Waits for the next message.
     *
     * @param name what is expected, for messages to people: {@code msg3}
     * @return the bytes of the message, at least one
     * @throws WireException if no well-formed message came in time
     */
    byte[] receive(String name) throws WireException;

    /**
     * Sends a message.
     *
     * @param name what is sent, for messages to people
     * @param message its bytes
     * @throws WireException if the peer is gone or does not take the message in time
     */
    void send(String name, byte[] message) throws WireException;
}
