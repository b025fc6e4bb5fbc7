package org.sgxra.runtime.wire.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.FieldOrder;
import org.sgxra.common.field.FieldText;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;

/**
 * The fields of a frame as it travels: its header of 20 bytes, and of each protobuf field in its body the tag, the length where
 * it has one, and the value (docs/spec/wire-tls-protobuf.md sections 2 and 4). Names start with {@code ra_msg1} and the like;
 * those in the body are the ones of {@code attestation.proto}. Each byte belongs to exactly one field.
 */
public final class FrameFields {
    /** Their elements are words of 32 bits; those of all others are bytes. */
    private static final Set<String> WORDS = Set.of("signature_r", "signature_s", "signature_x", "signature_y");

    private final String prefix;
    private final byte[] bytes;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Integer> occurrences = new HashMap<>();

    private FrameFields(Frame frame) {
        prefix = "ra_" + frame.type().name().toLowerCase(Locale.ROOT);
        bytes = FrameChannel.encode(frame);
    }

    /** All fields; a body that is no protobuf message is one field, whose text says why. */
    public static FieldList of(Frame frame) {
        FrameFields split = new FrameFields(frame);
        split.header();
        try {
            split.body(message(frame.type()));
        } catch (IOException e) {
            split.fields.removeIf(field -> field.offset() >= FrameChannel.HEADER_SIZE);
            split.add("body", split.bytes.length, FieldOrder.BYTES, "no protobuf message: " + e.getMessage());
        }
        return new FieldList(split.prefix, split.fields);
    }

    private static Descriptor message(FrameType type) {
        return switch (type) {
            case MSG0 -> Proto.GroupAnnouncement.getDescriptor();
            case MSG1 -> Proto.First.getDescriptor();
            case MSG2 -> Proto.Second.getDescriptor();
            case MSG3 -> Proto.Third.getDescriptor();
            case ATT_RESULT -> Proto.Result.getDescriptor();
            case VERIFICATION, APP_ATT_OK -> Proto.Initial.getDescriptor();
        };
    }

    private void header() {
        int at = 0;
        while (bytes[at] != '@') {
            at++;
        }
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        add("header.length", at, FieldOrder.BYTES, ascii(0, at));
        add("header.separator", at + 1, FieldOrder.BYTES, "@");
        add("header.type", end, FieldOrder.BYTES, ascii(at + 1, end));
        add("header.padding", FrameChannel.HEADER_SIZE, FieldOrder.BYTES, "zero");
    }

    private String ascii(int from, int to) {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void body(Descriptor message) throws IOException {
        CodedInputStream in =
                CodedInputStream.newInstance(bytes, FrameChannel.HEADER_SIZE, bytes.length - FrameChannel.HEADER_SIZE);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            String name = unique(field == null ? "unknown_" + WireFormat.getTagFieldNumber(tag) : field.getName());
            add(
                    name + ".tag",
                    end(in),
                    FieldOrder.VARINT,
                    "field " + WireFormat.getTagFieldNumber(tag) + ", wire type " + WireFormat.getTagWireType(tag));
            value(in, tag, name, field);
        }
    }

    /** Repeated fields need not be packed: then each element is a field of its own. */
    private String unique(String name) {
        int count = occurrences.merge(name, 1, Integer::sum);
        return "body." + name + (count == 1 ? "" : "[" + (count - 1) + "]");
    }

    private void value(CodedInputStream in, int tag, String name, FieldDescriptor field) throws IOException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> {
                long value = in.readRawVarint64();
                add(name + ".value", end(in), FieldOrder.VARINT, number(field, value));
            }
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                int length = in.readRawVarint32();
                add(name + ".length", end(in), FieldOrder.VARINT, ByteCount.of(length));
                byte[] elements = in.readRawBytes(length);
                add(name + ".value", end(in), FieldOrder.BYTES, field == null ? "" : elements(field, elements));
            }
            default -> {
                in.skipField(tag);
                add(name + ".value", end(in), FieldOrder.BYTES, "");
            }
        }
    }

    private static int end(CodedInputStream in) {
        return FrameChannel.HEADER_SIZE + in.getTotalBytesRead();
    }

    private static String number(FieldDescriptor field, long value) {
        return switch (field == null ? "" : field.getName()) {
            case "quote_type" -> FieldText.signType(value);
            case "verdict" -> FieldText.trustStatus(value);
            default -> Long.toUnsignedString(value);
        };
    }

    /** The bytes that packed elements stand for, in hexadecimal digits; or what else they are. */
    private static String elements(FieldDescriptor field, byte[] packed) throws IOException {
        boolean words = WORDS.contains(field.getName());
        CodedInputStream in = CodedInputStream.newInstance(packed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 0;
        for (; !in.isAtEnd(); count++) {
            int element = in.readRawVarint32();
            if (!words && element >>> 8 != 0) {
                return "element " + count + " is no byte: " + Integer.toUnsignedString(element);
            }
            for (int shift = 0; shift < (words ? 32 : 8); shift += 8) {
                out.write(element >>> shift);
            }
        }
        String digits = ByteString.of(out.toByteArray()).hex();
        return count + (words ? " words" : " bytes") + ": " + digits;
    }

    private void add(String name, int end, FieldOrder order, String text) {
        int offset = fields.isEmpty() ? 0 : fields.get(fields.size() - 1).end();
        fields.add(new Field(prefix + "." + name, offset, ByteString.of(bytes, offset, end), order, text));
    }
}
