package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.List;

/** Powers in Fq, and what is computed by them: inverses and square roots. */
final class FqPowers {
    private static final BigInteger INVERSE = Bn.Q.subtract(BigInteger.TWO);
    private static final BigInteger ROOT = Bn.Q.add(BigInteger.ONE).shiftRight(2);

    private FqPowers() {}

    /** out = a^exponent for a positive exponent, four bits at a time. */
    private static void power(Fq out, Fq a, BigInteger exponent) {
        Fq[] table = new Fq[16];
        table[1] = a;
        for (int i = 2; i < 16; i++) {
            table[i] = new Fq();
            table[i].mul(table[i - 1], a);
        }
        byte[] digits = exponent.toByteArray();
        Fq result = new Fq();
        result.setOne();
        for (byte digit : digits) {
            step(result, table, digit >> 4 & 15);
            step(result, table, digit & 15);
        }
        out.set(result);
    }

    private static void step(Fq result, Fq[] table, int digit) {
        result.sqr(result);
        result.sqr(result);
        result.sqr(result);
        result.sqr(result);
        if (digit != 0) {
            result.mul(result, table[digit]);
        }
    }

    /** out = 1/a, or 0 for 0. */
    static void invert(Fq out, Fq a) {
        power(out, a, INVERSE);
    }

    /** Replaces each number, none of them 0, by its inverse: one inversion for all of them. */
    static void invertAll(List<Fq> numbers) {
        Fq[] products = new Fq[numbers.size()];
        Fq product = new Fq();
        product.setOne();
        for (int i = 0; i < products.length; i++) {
            products[i] = new Fq();
            products[i].set(product);
            product.mul(product, numbers.get(i));
        }
        invert(product, product);
        for (int i = products.length - 1; i >= 0; i--) {
            Fq number = numbers.get(i);
            Fq inverse = products[i];
            inverse.mul(inverse, product);
            product.mul(product, number);
            number.set(inverse);
        }
    }

    /** The root a^((q+1)/4) of a, or null if a is no square. */
    static Fq root(Fq a) {
        Fq root = new Fq();
        power(root, a, ROOT);
        Fq square = new Fq();
        square.sqr(root);
        return square.sameAs(a) ? root : null;
    }
}
