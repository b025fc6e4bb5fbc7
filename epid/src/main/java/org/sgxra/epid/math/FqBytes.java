package org.sgxra.epid.math;

import java.math.BigInteger;

/** Elements of Fq as 32 bytes, big-endian (docs/spec/epid2.md, section 1). */
final class FqBytes {
    static final int SIZE = 32;

    private static final Fq RAW_ONE = raw(1, 0, 0, 0, 0);
    /** R^2 mod q, R = 2^265: takes an integer into Montgomery form. */
    private static final Fq R_SQUARED =
            raw(0x12b00b95e9eff1L, 0x95df086f3b954L, 0x1b795944459200L, 0x7685bc3aacc1fL, 0xe3a8395e395L);

    private FqBytes() {}

    private static Fq raw(long l0, long l1, long l2, long l3, long l4) {
        Fq a = new Fq();
        a.store(l0, l1, l2, l3, l4);
        return a;
    }

    /** Reads 32 bytes; null if they are an integer not below q. */
    static Fq read(byte[] in, int offset) {
        Fq a = raw(
                bits(in, offset, 0),
                bits(in, offset, 53),
                bits(in, offset, 106),
                bits(in, offset, 159),
                bits(in, offset, 212));
        Fq integer = new Fq();
        integer.set(a);
        integer.normalize();
        if (integer.l0 != a.l0
                || integer.l1 != a.l1
                || integer.l2 != a.l2
                || integer.l3 != a.l3
                || integer.l4 != a.l4) {
            return null;
        }
        a.mul(a, R_SQUARED);
        return a;
    }

    /** The 53 bits of the integer from the given bit on. */
    private static long bits(byte[] in, int offset, int bit) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            int position = SIZE - 1 - (bit / 8 + i);
            value = value << 8 | (position < 0 ? 0 : in[offset + position] & 0xff);
        }
        return value >>> bit % 8 & (1L << 53) - 1;
    }

    /** Writes the 32 bytes of a. */
    static void write(Fq a, byte[] out, int offset) {
        Fq integer = new Fq();
        integer.mul(a, RAW_ONE);
        integer.normalize();
        long[] limbs = {integer.l0, integer.l1, integer.l2, integer.l3, integer.l4};
        for (int i = 0; i < SIZE; i++) {
            int bit = 8 * i;
            int limb = bit / 53;
            long low = limbs[limb] >>> bit % 53;
            long high = bit % 53 > 45 && limb < 4 ? limbs[limb + 1] << 53 - bit % 53 : 0;
            out[offset + SIZE - 1 - i] = (byte) (low | high);
        }
    }

    /** Any non-negative integer, taken modulo q. */
    static Fq of(BigInteger integer) {
        byte[] bytes = new byte[SIZE];
        byte[] magnitude = integer.mod(Bn.Q).toByteArray();
        int length = Math.min(SIZE, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - length, bytes, SIZE - length, length);
        return read(bytes, 0);
    }

    static BigInteger toInteger(Fq a) {
        byte[] bytes = new byte[SIZE];
        write(a, bytes, 0);
        return new BigInteger(1, bytes);
    }
}
