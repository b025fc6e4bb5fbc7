package org.sgxra.tool.replay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;

/** Reads messages as they came, in the form of their protocol. */
final class Frames {
    private Frames() {}

    /**
     * The frame in these bytes.
     *
     * @throws RefusedException if they are none, or more than one
     */
    static Frame frame(String name, ByteString wire) throws RefusedException {
        ByteArrayInputStream in = new ByteArrayInputStream(wire.toArray());
        try (FrameChannel channel = FrameChannel.over(in, new ByteArrayOutputStream())) {
            Frame frame = channel.receive(name);
            if (in.available() > 0) {
                throw new RefusedException(name + " is followed by " + in.available() + " bytes that are no frame");
            }
            return frame;
        } catch (IOException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    static Msg0Msg1 msg1(boolean isFramed, ByteString wire, int group)
            throws RefusedException, MalformedMessageException {
        return isFramed ? ProtobufReader.msg1(frame("MSG1", wire), group) : Msg0Msg1.parse(wire.toArray());
    }

    static Msg2 msg2(boolean isFramed, ByteString wire) throws RefusedException, MalformedMessageException {
        return isFramed ? ProtobufReader.msg2(frame("MSG2", wire)) : Msg2.parse(wire.toArray());
    }

    static Msg3 msg3(boolean isFramed, ByteString wire) throws RefusedException, MalformedMessageException {
        return isFramed ? ProtobufReader.msg3(frame("MSG3", wire)) : Msg3.parse(wire.toArray());
    }
}
