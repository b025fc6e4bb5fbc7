package org.sgxra.runtime.event;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;

/** A channel of the protobuf protocol that says which message is awaited, came, is about to be sent and was sent. */
public record FrameConversation(FrameChannel channel, SessionListener events) {
    private static final String PREFIX = "RA_";

    /** Sends a frame. */
    public void send(Frame frame) throws WireException {
        String name = frame.type().toString();
        ByteString wire = ByteString.of(FrameChannel.encode(frame));
        events.on(new MessageSending(name, wire));
        channel.send(name, frame);
        events.on(new MessageSent(name, wire));
    }

    /**
     * Waits for a frame.
     *
     * @param name of the message that is due, with or without the prefix {@code RA_}, which events do not show
     */
    public Frame receive(String name) throws WireException {
        return receive(name, FrameChannel.MAX_BODY);
    }

    /**
     * Waits for a frame with a body of at most {@code limit} bytes.
     *
     * @param name as in {@link #receive(String)}
     */
    public Frame receive(String name, int limit) throws WireException {
        String message = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        events.on(new MessageAwaited(message));
        Frame frame = channel.receive(name, limit);
        events.on(new MessageReceived(message, ByteString.of(FrameChannel.encode(frame))));
        return frame;
    }
}
