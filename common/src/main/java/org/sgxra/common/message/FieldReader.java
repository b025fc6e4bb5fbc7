package org.sgxra.common.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/** Reads the fields of a packed structure in their order; the one place where byte order is known for reading. */
final class FieldReader {
    private final String structure;
    private final byte[] bytes;
    private int offset;

    FieldReader(String structure, byte[] bytes) {
        this.structure = structure;
        this.bytes = bytes;
    }

    FieldReader(String structure, ByteString bytes) {
        this(structure, bytes.toArray());
    }

    ByteString bytes(String field, int size) throws MalformedMessageException {
        need(field, size);
        ByteString value = ByteString.of(bytes, offset, offset + size);
        offset += size;
        return value;
    }

    /** Reserved bytes: must be zero. */
    void zeros(String field, int size) throws MalformedMessageException {
        int start = offset;
        if (!bytes(field, size).isZero()) {
            throw new MalformedMessageException(structure, field, start, "reserved bytes are not zero");
        }
    }

    int u8(String field) throws MalformedMessageException {
        need(field, 1);
        return bytes[offset++] & 0xff;
    }

    int u16(String field) throws MalformedMessageException {
        return u16(field, ByteOrder.LITTLE_ENDIAN);
    }

    int u16be(String field) throws MalformedMessageException {
        return u16(field, ByteOrder.BIG_ENDIAN);
    }

    private int u16(String field, ByteOrder order) throws MalformedMessageException {
        need(field, Short.BYTES);
        int value = ByteBuffer.wrap(bytes, offset, Short.BYTES).order(order).getShort() & 0xffff;
        offset += Short.BYTES;
        return value;
    }

    /** An unsigned 32-bit number as the int of the same bits. */
    int u32(String field) throws MalformedMessageException {
        return u32(field, ByteOrder.LITTLE_ENDIAN);
    }

    int u32be(String field) throws MalformedMessageException {
        return u32(field, ByteOrder.BIG_ENDIAN);
    }

    private int u32(String field, ByteOrder order) throws MalformedMessageException {
        need(field, Integer.BYTES);
        int value = ByteBuffer.wrap(bytes, offset, Integer.BYTES).order(order).getInt();
        offset += Integer.BYTES;
        return value;
    }

    long u64(String field) throws MalformedMessageException {
        need(field, Long.BYTES);
        long value = ByteBuffer.wrap(bytes, offset, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        offset += Long.BYTES;
        return value;
    }

    /** What is left, of a length that the field before it announced. */
    ByteString announced(String lengthField, int lengthOffset, String field, int announcedLength)
            throws MalformedMessageException {
        if (announcedLength != remaining()) {
            throw new MalformedMessageException(
                    structure,
                    lengthField,
                    lengthOffset,
                    "announces " + ByteCount.ofUnsigned(announcedLength) + " of " + field + ", " + remaining()
                            + " follow");
        }
        return rest();
    }

    ByteString rest() {
        ByteString value = ByteString.of(bytes, offset, bytes.length);
        offset = bytes.length;
        return value;
    }

    int remaining() {
        return bytes.length - offset;
    }

    int offset() {
        return offset;
    }

    MalformedMessageException fault(String field, int at, String reason) {
        return new MalformedMessageException(structure, field, at, reason);
    }

    /** The structure ends here. */
    void end() throws MalformedMessageException {
        if (remaining() != 0) {
            throw fault("end", offset, ByteCount.of(bytes.length) + " instead of " + offset);
        }
    }

    private void need(String field, int size) throws MalformedMessageException {
        if (size > remaining()) {
            throw fault(
                    field,
                    offset,
                    "needs " + ByteCount.of(size) + ", " + remaining() + " left (" + ByteCount.of(bytes.length)
                            + " in all)");
        }
    }
}
