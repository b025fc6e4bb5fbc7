package org.sgxra.common.message;

import java.io.ByteArrayOutputStream;
import org.sgxra.common.bytes.ByteString;

/** Writes the fields of a packed structure in their order; the one place where byte order is known for writing. */
final class FieldWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    FieldWriter bytes(ByteString value) {
        out.writeBytes(value.toArray());
        return this;
    }

    FieldWriter zeros(int size) {
        out.writeBytes(new byte[size]);
        return this;
    }

    FieldWriter u8(int value) {
        out.write(value);
        return this;
    }

    FieldWriter u16(int value) {
        return u8(value).u8(value >>> 8);
    }

    FieldWriter u16be(int value) {
        return u8(value >>> 8).u8(value);
    }

    FieldWriter u32(int value) {
        return u16(value).u16(value >>> 16);
    }

    FieldWriter u32be(int value) {
        return u16be(value >>> 16).u16be(value);
    }

    FieldWriter u64(long value) {
        return u32((int) value).u32((int) (value >>> 32));
    }

    byte[] toArray() {
        return out.toByteArray();
    }

    ByteString toByteString() {
        return ByteString.of(out.toByteArray());
    }
}
