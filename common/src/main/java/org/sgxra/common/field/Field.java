package org.sgxra.common.field;

import java.math.BigInteger;
import org.sgxra.common.bytes.ByteString;

/**
 * A field where it stands in its structure.
 *
 * @param name parts separated by dots, the structure first: {@code msg2.g_b.gx}
 * @param offset in bytes from the start of the structure
 * @param bytes as they stand there; none for a field of variable length that is empty
 * @param order how to read them
 * @param text what they say to people, for example {@code 1 (linkable)}; empty where the bytes say all
 */
public record Field(String name, int offset, ByteString bytes, FieldOrder order, String text) {
    /** Number of bytes. */
    public int size() {
        return bytes.size();
    }

    /** Offset of the first byte after the field. */
    public int end() {
        return offset + size();
    }

    /**
     * The number that the bytes are, without a sign.
     *
     * @throws IllegalStateException if the field is no number
     */
    public BigInteger number() {
        return switch (order) {
            case BYTES -> throw new IllegalStateException(name + " is no number");
            case LITTLE_ENDIAN -> new BigInteger(1, bytes.reversed().toArray());
            case BIG_ENDIAN -> new BigInteger(1, bytes.toArray());
            case VARINT -> varint();
        };
    }

    private BigInteger varint() {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < bytes.size(); i++) {
            number = number.or(BigInteger.valueOf(bytes.at(i) & 0x7f).shiftLeft(7 * i));
        }
        return number;
    }
}
