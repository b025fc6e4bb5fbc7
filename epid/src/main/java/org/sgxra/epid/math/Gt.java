package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** An immutable element of GT, a subgroup of order p of the multiplicative group of Fq12 (docs/spec/epid2.md, section 2). */
public final class Gt {
    /** Length of the encoding in bytes: the coefficients of w^0, w^2, w^4, w, w^3, w^5, each re | im. */
    public static final int SIZE = Fq12.SIZE;

    final Fq12 value;

    /** Takes over its value. */
    Gt(Fq12 value) {
        this.value = value;
    }

    /**
     * Reads 384 bytes; empty unless they are an element of the cyclotomic subgroup of Fq12, of order q^4 - q^2 + 1. That GT
     * is only a part of it is left unchecked; the operations are right in the whole of it.
     */
    public static Optional<Gt> parse(byte[] in, int offset) {
        Fq12 x = Fq12.read(in, offset);
        if (x == null) {
            return Optional.empty();
        }
        // x^(q^4 - q^2 + 1) = 1, and x is not 0
        Fq12 xQ2 = new Fq12();
        xQ2.frobenius(x);
        xQ2.frobenius(xQ2);
        Fq12 product = new Fq12();
        product.frobenius(xQ2);
        product.frobenius(product);
        product.mul(product, x);
        boolean zero = x.sameAs(new Fq12());
        return !zero && product.sameAs(xQ2) ? Optional.of(new Gt(x)) : Optional.empty();
    }

    /** The 384 bytes. */
    public byte[] encode() {
        byte[] out = new byte[SIZE];
        value.write(out, 0);
        return out;
    }

    /** The group operation. */
    public Gt multiply(Gt other) {
        Fq12 product = new Fq12();
        product.mul(value, other.value);
        return new Gt(product);
    }

    public boolean isOne() {
        Fq12 one = new Fq12();
        one.setOne();
        return value.sameAs(one);
    }

    /** This element to the k, for any integer k. */
    public Gt power(BigInteger k) {
        return new GtProduct().times(GtBase.of(this), k).value();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gt that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
