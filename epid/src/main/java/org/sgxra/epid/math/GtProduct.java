package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A product of powers in GT; all factors share their squarings (Straus). Exponents are halved with x^q = x^(6u^2), which
 * holds in GT because q = 6u^2 modulo p.
 */
public final class GtProduct {
    private static final int WIDTH = 4;
    private static final BigInteger SIX_U_SQUARED = Bn.polynomial(6, 0, 0);

    private final List<Fq12[]> tables = new ArrayList<>();
    private final List<byte[]> digits = new ArrayList<>();

    /** Multiplies by x^k, for any integer k. */
    public GtProduct times(Gt x, BigInteger k) {
        BigInteger[] halves = k.mod(Bn.P).divideAndRemainder(SIX_U_SQUARED);
        Fq12[] odd = new Fq12[1 << WIDTH - 2];
        Fq12[] images = new Fq12[odd.length];
        Fq12 square = new Fq12();
        square.sqrCyclotomic(x.value);
        for (int i = 0; i < odd.length; i++) {
            odd[i] = new Fq12();
            if (i == 0) {
                odd[i].set(x.value);
            } else {
                odd[i].mul(odd[i - 1], square);
            }
            images[i] = new Fq12();
            images[i].frobenius(odd[i]);
        }
        add(odd, halves[1]);
        add(images, halves[0]);
        return this;
    }

    private void add(Fq12[] odd, BigInteger k) {
        tables.add(odd);
        digits.add(SignedWindows.digits(k, WIDTH));
    }

    /** The product of all powers. */
    public Gt value() {
        int length = 0;
        for (byte[] row : digits) {
            length = Math.max(length, row.length);
        }
        Fq12 product = new Fq12();
        product.setOne();
        Fq12 inverse = new Fq12();
        for (int i = length - 1; i >= 0; i--) {
            product.sqrCyclotomic(product);
            for (int j = 0; j < tables.size(); j++) {
                int digit = i < digits.get(j).length ? digits.get(j)[i] : 0;
                if (digit > 0) {
                    product.mul(product, tables.get(j)[digit >> 1]);
                } else if (digit < 0) {
                    inverse.conjugate(tables.get(j)[-digit >> 1]);
                    product.mul(product, inverse);
                }
            }
        }
        return new Gt(product);
    }
}
