package org.sgxra.epid.math;

import java.math.BigInteger;

/** An element of GT with its odd powers 1, 3, 5, ..., from which {@link GtProduct} puts powers of it together. */
public final class GtBase {
    /** Digits of this width are worth their table for an element that is used once. */
    private static final int WIDTH_ONCE = 4;
    /** And these for one that stays. */
    private static final int WIDTH_OFTEN = 6;
    /** x^q = x^LAMBDA in GT, because q = 6u^2 modulo p. So a power of 256 bits is better replaced by four of 66. */
    static final int PARTS = 4;

    // short vectors whose product with (1, LAMBDA, LAMBDA^2, LAMBDA^3) is 0 modulo p (Galbraith and Scott)
    private static final BigInteger[][] LATTICE = {
        {Bn.polynomial(1, 1), Bn.polynomial(1, 0), Bn.polynomial(1, 0), Bn.polynomial(-2, 0)},
        {Bn.polynomial(2, 1), Bn.polynomial(-1, 0), Bn.polynomial(-1, -1), Bn.polynomial(-1, 0)},
        {Bn.polynomial(2, 0), Bn.polynomial(2, 1), Bn.polynomial(2, 1), Bn.polynomial(2, 1)},
        {Bn.polynomial(1, -1), Bn.polynomial(4, 2), Bn.polynomial(-2, 1), Bn.polynomial(1, -1)},
    };
    // (1, 0, 0, 0) is the sum of these multiples of the vectors
    private static final Glv.Quotient[] FIRST_UNIT = {
        new Glv.Quotient(Bn.polynomial(2, 3, 1)),
        new Glv.Quotient(Bn.polynomial(12, 8, 1, 0)),
        new Glv.Quotient(Bn.polynomial(6, 4, 1, 0)),
        new Glv.Quotient(Bn.polynomial(-2, -1, 0)),
    };

    final int width;
    /** [i][j]: the power 2j + 1, to the q^i. */
    private final Fq12[][] odd = new Fq12[PARTS][];

    private GtBase(Gt x, int width) {
        this.width = width;
        int size = 1 << width - 2;
        for (int i = 0; i < PARTS; i++) {
            odd[i] = new Fq12[size];
        }
        Fq12 square = new Fq12();
        square.sqrCyclotomic(x.value);
        Fq12 power = new Fq12();
        power.set(x.value);
        for (int j = 0; j < size; j++) {
            if (j > 0) {
                power.mul(power, square);
            }
            odd[0][j] = new Fq12();
            odd[0][j].set(power);
            for (int i = 1; i < PARTS; i++) {
                odd[i][j] = new Fq12();
                odd[i][j].frobenius(odd[i - 1][j]);
            }
        }
    }

    /** Prepares an element for one product. */
    public static GtBase of(Gt x) {
        return new GtBase(x, WIDTH_ONCE);
    }

    /** Prepares an element for many products. */
    public static GtBase forManyUses(Gt x) {
        return new GtBase(x, WIDTH_OFTEN);
    }

    /** The element to the digit and to the q^part; the digit is odd and positive. */
    Fq12 power(int part, int digit) {
        return odd[part][digit >> 1];
    }

    /** Four numbers of at most 66 bits and any sign with k0 + k1 LAMBDA + k2 LAMBDA^2 + k3 LAMBDA^3 = k modulo p, for k in [0, p). */
    static BigInteger[] split(BigInteger k) {
        BigInteger[] parts = {k, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
        for (int j = 0; j < PARTS; j++) {
            BigInteger multiple = FIRST_UNIT[j].times(k);
            for (int i = 0; i < PARTS; i++) {
                parts[i] = parts[i].subtract(multiple.multiply(LATTICE[j][i]));
            }
        }
        return parts;
    }
}
