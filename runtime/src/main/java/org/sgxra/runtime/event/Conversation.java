package org.sgxra.runtime.event;

import java.io.IOException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;

/** A channel of the hex protocol that says which message is awaited, came, is about to be sent and was sent. */
public record Conversation(MessageChannel<byte[]> channel, SessionListener events) implements AutoCloseable {
    /** Sends a message. */
    public void send(String name, byte[] message) throws WireException {
        ByteString wire = ByteString.of(message);
        events.on(new MessageSending(name, wire));
        channel.send(name, message);
        events.on(new MessageSent(name, wire));
    }

    /** Waits for a message. */
    public byte[] receive(String name) throws WireException {
        return receive(name, HexLineChannel.MAX_LINE / 2);
    }

    /** Waits for a message of at most {@code limit} bytes. */
    public byte[] receive(String name, int limit) throws WireException {
        events.on(new MessageAwaited(name));
        byte[] message = channel.receive(name, limit);
        events.on(new MessageReceived(name, ByteString.of(message)));
        return message;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
