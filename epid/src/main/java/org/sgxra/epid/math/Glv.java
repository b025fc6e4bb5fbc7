package org.sgxra.epid.math;

import java.math.BigInteger;

/**
 * Multiplication by lambda is as cheap as one multiplication in Fq: (x, y) lambda = (beta x, y) in G1 (Gallant, Lambert,
 * Vanstone). So a scalar of 256 bits is better replaced by two of 128.
 */
final class Glv {
    /** A cube root of 1 in Fq. */
    static final Fq BETA = FqBytes.of(new BigInteger("13988E140921018659BCDD79DF1932D1EDB1C0A24A3A1B807", 16));

    // two short vectors (a, b) with a + b lambda = 0 modulo p, where lambda = -(36 u^3 + 18 u^2 + 6 u + 2)
    private static final BigInteger A1 = Bn.polynomial(2, 1);
    private static final BigInteger B1 = Bn.polynomial(6, 4, 1);
    private static final BigInteger A2 = Bn.polynomial(6, 2, 0);
    private static final BigInteger B2 = A1.negate();
    private static final Quotient A1_OVER_P = new Quotient(A1);
    private static final Quotient B1_OVER_P = new Quotient(B1);

    private Glv() {}

    /** Multiplication by a/p, which a division for each product would make slow. */
    static final class Quotient {
        /** The product is wrong by at most 1, and hardly ever, for factors below p. */
        private static final int PRECISION = 320;

        private final BigInteger shifted;

        Quotient(BigInteger a) {
            shifted = a.shiftLeft(PRECISION).divide(Bn.P);
        }

        BigInteger times(BigInteger k) {
            return k.multiply(shifted).shiftRight(PRECISION);
        }
    }

    /** Two numbers k0, k1 of at most 128 bits and any sign with k0 + k1 lambda = k modulo p, for k in [0, p). */
    static BigInteger[] split(BigInteger k) {
        BigInteger c1 = A1_OVER_P.times(k);
        BigInteger c2 = B1_OVER_P.times(k);
        BigInteger k0 = k.subtract(c1.multiply(A1)).subtract(c2.multiply(A2));
        BigInteger k1 = c1.multiply(B1).add(c2.multiply(B2)).negate();
        return new BigInteger[] {k0, k1};
    }
}
