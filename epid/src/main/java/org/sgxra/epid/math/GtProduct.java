package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A product of powers in GT; all factors share their squarings (Straus). */
public final class GtProduct {
    private final List<GtBase> bases = new ArrayList<>();
    private final List<byte[][]> digits = new ArrayList<>();

    /** Multiplies by the base to the k, for any integer k. */
    public GtProduct times(GtBase base, BigInteger k) {
        BigInteger[] parts = GtBase.split(k.mod(Bn.P));
        byte[][] rows = new byte[GtBase.PARTS][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = SignedWindows.digits(parts[i], base.width);
        }
        bases.add(base);
        digits.add(rows);
        return this;
    }

    /** The product of all powers. */
    public Gt value() {
        int length = 0;
        for (byte[][] rows : digits) {
            for (byte[] row : rows) {
                length = Math.max(length, row.length);
            }
        }
        Fq12 product = new Fq12();
        product.setOne();
        Fq12 inverse = new Fq12();
        for (int i = length - 1; i >= 0; i--) {
            product.sqrCyclotomic(product);
            for (int j = 0; j < bases.size(); j++) {
                for (int part = 0; part < GtBase.PARTS; part++) {
                    byte[] row = digits.get(j)[part];
                    int digit = i < row.length ? row[i] : 0;
                    if (digit > 0) {
                        product.mul(product, bases.get(j).power(part, digit));
                    } else if (digit < 0) {
                        inverse.conjugate(bases.get(j).power(part, -digit));
                        product.mul(product, inverse);
                    }
                }
            }
        }
        return new Gt(product);
    }
}
