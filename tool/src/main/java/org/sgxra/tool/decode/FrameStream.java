package org.sgxra.tool.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.FrameFields;

/** Frames of the second system, one after the other as they travel. */
final class FrameStream {
    private static final Pattern HEADER = Pattern.compile("[0-9]{1,10}@[0-9]{1,10}\0.*", Pattern.DOTALL);

    private FrameStream() {}

    /** Whether the bytes begin with the header of a frame. */
    static boolean begins(ByteString bytes) {
        return bytes.size() >= FrameChannel.HEADER_SIZE
                && HEADER.matcher(Encoded.text(bytes.slice(0, FrameChannel.HEADER_SIZE)))
                        .matches();
    }

    static List<Structure> split(ByteString bytes) throws NotDecodableException {
        List<Structure> structures = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.toArray());
        try (FrameChannel channel = FrameChannel.over(in, new ByteArrayOutputStream())) {
            while (in.available() > 0) {
                int offset = bytes.size() - in.available();
                structures.add(frame(channel, offset));
            }
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes cannot fail", e);
        }
        if (structures.isEmpty()) {
            throw new NotDecodableException("no frame: there is nothing");
        }
        return structures;
    }

    private static Structure frame(FrameChannel channel, int offset) throws NotDecodableException {
        try {
            Frame frame = channel.receive("the frame");
            return Structure.of(FrameFields.of(frame)).from("offset " + offset);
        } catch (WireException e) {
            throw new NotDecodableException("malformed frame at offset " + offset + ": " + e.getMessage(), e);
        }
    }
}
