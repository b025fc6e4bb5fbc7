package org.sgxra.common.field;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * Takes the bytes of a well-formed structure apart, from its first to its last. That they are well-formed the parsers in
 * {@code common.message} have checked before: running out of bytes is an error in our own code.
 */
final class FieldSplitter {
    private final ByteString bytes;
    private final List<Field> fields = new ArrayList<>();
    private int offset;

    FieldSplitter(ByteString bytes) {
        this.bytes = bytes;
    }

    /** A string of bytes that says all itself. */
    FieldSplitter bytes(String name, int size) {
        return add(name, size, FieldOrder.BYTES, "");
    }

    FieldSplitter bytes(String name, int size, String text) {
        return add(name, size, FieldOrder.BYTES, text);
    }

    /** Bytes without a meaning, which should be zero. */
    FieldSplitter reserved(String name, int size) {
        return bytes(name, size, peek(size).isZero() ? "reserved" : "reserved, but not zero");
    }

    /** A number too large to be shown as such. */
    FieldSplitter littleEndian(String name, int size) {
        return add(name, size, FieldOrder.LITTLE_ENDIAN, "");
    }

    FieldSplitter littleEndian(String name, int size, String text) {
        return add(name, size, FieldOrder.LITTLE_ENDIAN, text);
    }

    FieldSplitter bigEndian(String name, int size) {
        return add(name, size, FieldOrder.BIG_ENDIAN, "");
    }

    /** A number of at most eight bytes, least significant first, as a decimal number without a sign. */
    FieldSplitter number(String name, int size) {
        return number(name, size, Long::toUnsignedString);
    }

    FieldSplitter number(String name, int size, LongFunction<String> text) {
        return add(name, size, FieldOrder.LITTLE_ENDIAN, text.apply(peekNumber(size)));
    }

    /** A number of at most eight bytes, most significant first. */
    FieldSplitter numberBe(String name, int size) {
        return numberBe(name, size, Long::toUnsignedString);
    }

    FieldSplitter numberBe(String name, int size, LongFunction<String> text) {
        return add(
                name,
                size,
                FieldOrder.BIG_ENDIAN,
                text.apply(new BigInteger(1, peek(size).toArray()).longValue()));
    }

    /** The fields of a structure inside this one. */
    FieldSplitter all(FieldList inside) {
        for (Field field : inside.fields()) {
            add(field.name(), field.size(), field.order(), field.text());
        }
        return this;
    }

    private FieldSplitter add(String name, int size, FieldOrder order, String text) {
        fields.add(new Field(name, offset, peek(size), order, text));
        offset += size;
        return this;
    }

    /** The next bytes, which stay where they are. */
    ByteString peek(int size) {
        return bytes.slice(offset, offset + size);
    }

    /** The next number, least significant byte first, which stays where it is. */
    long peekNumber(int size) {
        return new BigInteger(1, peek(size).reversed().toArray()).longValue();
    }

    int remaining() {
        return bytes.size() - offset;
    }

    /**
     * What was taken apart.
     *
     * @throws IllegalStateException if bytes are left
     */
    FieldList end(String structure) {
        if (remaining() != 0) {
            throw new IllegalStateException(ByteCount.of(remaining()) + " of " + structure + " belong to no field");
        }
        return new FieldList(structure, fields);
    }
}
