package org.sgxra.epid.math;

import java.math.BigInteger;

/** The numbers of the curve BN-P256, which all follow from one parameter u (docs/spec/epid2.md, section 2). */
public final class Bn {
    /** |u|; u itself is negative. */
    static final BigInteger T = new BigInteger("6882F5C030B0A801", 16);

    static final BigInteger U = T.negate();
    /** The prime of the field of coordinates. */
    public static final BigInteger Q = polynomial(36, 36, 24, 6, 1);
    /** The prime order of G1, G2 and GT; scalars are integers modulo p. */
    public static final BigInteger P = polynomial(36, 36, 18, 6, 1);

    private Bn() {}

    /** The polynomial with these coefficients, highest power first, at u. */
    static BigInteger polynomial(int... coefficients) {
        BigInteger value = BigInteger.ZERO;
        for (int coefficient : coefficients) {
            value = value.multiply(U).add(BigInteger.valueOf(coefficient));
        }
        return value;
    }
}
