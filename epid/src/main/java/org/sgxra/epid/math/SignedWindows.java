package org.sgxra.epid.math;

import java.math.BigInteger;

/** Scalars as sparse sums of powers of two with small odd coefficients (the w-ary non-adjacent form). */
final class SignedWindows {
    private SignedWindows() {}

    /**
     * Digits d[i] with k = sum of d[i] 2^i, each 0 or odd with |d[i]| below 2^(width-1), and of any width neighbours at most
     * one not 0.
     */
    static byte[] digits(BigInteger k, int width) {
        byte[] magnitude = k.abs().toByteArray();
        int length = k.abs().bitLength();
        byte[] digits = new byte[length + 1];
        int carry = 0;
        int i = 0;
        while (i <= length) {
            if (bits(magnitude, i, 1) == carry) {
                i++;
                continue;
            }
            int window = carry + bits(magnitude, i, width);
            carry = window >> width - 1;
            int digit = window - (carry << width);
            digits[i] = (byte) (k.signum() < 0 ? -digit : digit);
            i += width;
        }
        return digits;
    }

    /** At most eight bits of a big-endian number from bit i on; all beyond its end are 0. */
    private static int bits(byte[] magnitude, int i, int count) {
        int last = magnitude.length - 1 - (i >> 3);
        int low = last >= 0 ? magnitude[last] & 0xff : 0;
        int high = last >= 1 ? magnitude[last - 1] & 0xff : 0;
        return (high << 8 | low) >> (i & 7) & (1 << count) - 1;
    }
}
