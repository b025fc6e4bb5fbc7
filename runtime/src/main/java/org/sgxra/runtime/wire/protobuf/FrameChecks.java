package org.sgxra.runtime.wire.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;

/** What {@link ProtobufReader} checks of every frame: its type, and number and range of the elements of its fields. */
final class FrameChecks {
    private static final int TYPE = 1;

    private final String name;
    private final Frame frame;

    /** @param name of the message, for exceptions */
    FrameChecks(String name, Frame frame) {
        this.name = name;
        this.frame = frame;
    }

    /** The type travels twice: in the header, which selects the parser, and in the body. Both must be the expected one. */
    <T> T parse(Parser<T> parser, FrameType expected) throws MalformedMessageException {
        if (frame.type() != expected) {
            int at = Integer.toString(frame.body().size()).length() + 1;
            throw new MalformedMessageException(name, "header", at, "is of " + frame.type());
        }
        CodedInputStream in = CodedInputStream.newInstance(frame.body().toArray());
        try {
            T message = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException(
                    name,
                    "body",
                    FrameChannel.HEADER_SIZE + in.getTotalBytesRead(),
                    "no such protobuf message: " + e.getMessage());
        }
    }

    void type(FrameType expected, int inside) throws MalformedMessageException {
        require(
                inside == expected.value(),
                TYPE,
                "type",
                "is " + Integer.toUnsignedString(inside) + ", the header says " + expected.value());
    }

    ByteString bytes(int number, String field, List<Integer> elements, int size) throws MalformedMessageException {
        require(elements.size() == size, number, field, "has " + elements.size() + " elements instead of " + size);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            require(elements.get(i) >>> 8 == 0, number, field, "element " + i + " is no byte");
            bytes[i] = elements.get(i).byteValue();
        }
        return ByteString.of(bytes);
    }

    ByteString words(int number, String field, List<Integer> elements) throws MalformedMessageException {
        require(elements.size() == 8, number, field, "has " + elements.size() + " elements instead of 8");
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (elements.get(i / 4) >>> 8 * (i % 4));
        }
        return ByteString.of(bytes);
    }

    ByteString u16(int number, String field, int value, boolean bigEndian) throws MalformedMessageException {
        require(value >>> 16 == 0, number, field, "has more than 16 bits");
        ByteString bytes = ByteString.of((byte) (value >>> 8), (byte) value);
        return bigEndian ? bytes : bytes.reversed();
    }

    void require(boolean condition, int number, String field, String reason) throws MalformedMessageException {
        if (!condition) {
            throw new MalformedMessageException(name, field, FrameChannel.HEADER_SIZE + offset(number), reason);
        }
    }

    /** Where a field stands in a body that has been parsed already. */
    private int offset(int number) {
        byte[] body = frame.body().toArray();
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            int start = 0;
            int tag = in.readTag();
            while (tag != 0 && WireFormat.getTagFieldNumber(tag) != number) {
                in.skipField(tag);
                start = in.getTotalBytesRead();
                tag = in.readTag();
            }
            return start;
        } catch (IOException e) {
            throw new IllegalStateException("a body that was parsed can be parsed", e);
        }
    }
}
