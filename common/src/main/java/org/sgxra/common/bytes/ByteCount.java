package org.sgxra.common.bytes;

/** Numbers of bytes in words. */
public final class ByteCount {
    private ByteCount() {}

    /** {@code 1 byte}, or {@code 2 bytes}. */
    public static String of(long count) {
        return count + (count == 1 ? " byte" : " bytes");
    }

    /** The same of a number from an unsigned 32-bit field. */
    public static String ofUnsigned(int count) {
        return of(Integer.toUnsignedLong(count));
    }
}
