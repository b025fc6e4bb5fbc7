package org.sgxra.page.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.FieldOrder;
import org.sgxra.common.field.MessageFields;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.FrameFields;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;

/** Takes messages of both protocols apart; what is malformed stays one field that says why. */
final class MessageReader {
    private MessageReader() {}

    /** A message by its name and bytes. */
    static Message read(String id, String name, Party from, ByteString wire) {
        try {
            return switch (name) {
                case "msg0||msg1" ->
                    plain(id, name, from, MessageFields.msg0Msg1(Msg0Msg1.parse(wire.toArray())), wire);
                case "msg2" -> plain(id, name, from, MessageFields.msg2(Msg2.parse(wire.toArray())), wire);
                case "msg3" -> plain(id, name, from, MessageFields.msg3(Msg3.parse(wire.toArray())), wire);
                case "msg4" -> plain(id, name, from, MessageFields.msg4(Msg4.parse(wire.toArray())), wire);
                default -> framed(id, name, from, wire);
            };
        } catch (MalformedMessageException e) {
            return whole(id, name, from, wire, e.getMessage());
        }
    }

    private static Message plain(String id, String name, Party from, FieldList fields, ByteString wire) {
        // What is encoded again has another length where a length in the message is wrong: then the bytes as they came
        // count.
        return fields.size() == wire.size()
                ? new Message(id, name, from, wire, fields, Optional.empty(), "")
                : whole(id, name, from, wire, "its lengths contradict each other");
    }

    private static Message whole(String id, String name, Party from, ByteString wire, String fault) {
        FieldList fields = wire.isEmpty()
                ? new FieldList(name, List.of())
                : new FieldList(name, List.of(new Field(name, 0, wire, FieldOrder.BYTES, fault)));
        return new Message(id, name, from, wire, fields, Optional.empty(), "cannot be taken apart: " + fault);
    }

    private static Message framed(String id, String name, Party from, ByteString wire) {
        ByteArrayInputStream in = new ByteArrayInputStream(wire.toArray());
        try (FrameChannel channel = FrameChannel.over(in, new ByteArrayOutputStream())) {
            Frame frame = channel.receive(name);
            FieldList fields = FrameFields.of(frame);
            return in.available() == 0 && fields.size() == wire.size()
                    ? new Message(id, name, from, wire, fields, content(frame), "")
                    : whole(id, name, from, wire, "more than one frame");
        } catch (IOException e) {
            return whole(id, name, from, wire, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<FieldList> content(Frame frame) {
        try {
            return switch (frame.type()) {
                case MSG1 -> Optional.of(MessageFields.msg0Msg1(ProtobufReader.msg1(frame, 0)));
                case MSG2 -> Optional.of(MessageFields.msg2(ProtobufReader.msg2(frame)));
                case MSG3 -> Optional.of(MessageFields.msg3(ProtobufReader.msg3(frame)));
                default -> Optional.empty();
            };
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
