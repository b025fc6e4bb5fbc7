package org.sgxra.common.bytes;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An immutable sequence of bytes. Arrays are copied on the way in and on the way out.
 *
 * <p>They are copied by {@link Arrays#copyOf}, which the JVM's first compiler has in line; {@code clone} it calls.
 *
 * <p>Equality takes the same time wherever two sequences of one length differ, so that comparing authentication codes
 * and hashes with {@link #equals} is safe. Keys belong into {@link SecretBytes} instead.
 */
public final class ByteString {
    /** The sequence of no bytes. */
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;
    /** 0 until it is computed. */
    private int hash;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}. */
    public static ByteString of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new ByteString(Arrays.copyOf(bytes, bytes.length));
    }

    /**
     * Copies the bytes {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static ByteString of(byte[] bytes, int from, int to) {
        java.util.Objects.checkFromToIndex(from, to, bytes.length);
        return new ByteString(Arrays.copyOfRange(bytes, from, to));
    }

    /**
     * Reads an even number of hexadecimal digits in either case.
     *
     * @throws HexFormatException if a character is no digit or the number of digits is odd
     */
    public static ByteString fromHex(CharSequence hex) throws HexFormatException {
        return new ByteString(Hex.decode(hex));
    }

    /** {@code size} zero bytes. */
    public static ByteString zeros(int size) {
        return new ByteString(new byte[size]);
    }

    /** The parts one after the other. */
    public static ByteString concat(ByteString... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteString part : parts) {
            out.write(part.bytes, 0, part.bytes.length);
        }
        return new ByteString(out.toByteArray());
    }

    /** Number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** True when there are no bytes. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** True when every byte is zero (also when there are none). */
    public boolean isZero() {
        int bits = 0;
        for (byte b : bytes) {
            bits |= b;
        }
        return bits == 0;
    }

    /** The byte at {@code index} as 0..255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** The bytes {@code from} (inclusive) to {@code to} (exclusive). */
    public ByteString slice(int from, int to) {
        return of(bytes, from, to);
    }

    /** The same bytes, last first. */
    public ByteString reversed() {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new ByteString(reversed);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, bytes.length);
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public String hex() {
        return Hex.encode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        int computed = hash;
        if (computed == 0) {
            computed = Arrays.hashCode(bytes);
            hash = computed;
        }
        return computed;
    }

    /** The bytes as {@link #hex} gives them. */
    @Override
    public String toString() {
        return hex();
    }
}
