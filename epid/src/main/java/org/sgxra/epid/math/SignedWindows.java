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
        BigInteger magnitude = k.abs();
        int length = magnitude.bitLength();
        byte[] digits = new byte[length + 1];
        int carry = 0;
        int i = 0;
        while (i <= length) {
            if ((magnitude.testBit(i) ? 1 : 0) == carry) {
                i++;
                continue;
            }
            int window = carry;
            for (int j = 0; j < width; j++) {
                window += magnitude.testBit(i + j) ? 1 << j : 0;
            }
            carry = window >> width - 1;
            int digit = window - (carry << width);
            digits[i] = (byte) (k.signum() < 0 ? -digit : digit);
            i += width;
        }
        return digits;
    }
}
