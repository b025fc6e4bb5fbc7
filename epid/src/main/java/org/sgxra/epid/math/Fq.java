package org.sgxra.epid.math;

import static java.lang.Math.multiplyHigh;

/**
 * A mutable element of Fq, q the 256-bit field prime (docs/spec/epid2.md, section 2), in Montgomery form with R = 2^265.
 *
 * <p>Five signed limbs of 53 bits. A number is <i>tight</i> if its size is below 2q and its limbs 0 to 3 are in [0, 2^53);
 * products and {@link #reduce} are tight. Sums and differences just add limbs; up to eight tight terms may be added up
 * before the result is multiplied or reduced. That is what makes additions nearly free.
 *
 * <p>Every operation writes this object only and may be given this object as an operand.
 */
final class Fq {
    private static final long MASK = (1L << 53) - 1;
    private static final long Q_INVERSE = 0xc964e0537e5e5L; // -1/q mod 2^53
    // q, its limbs shifted left by 5 as mul wants them
    private static final long Q0 = 0x92ddbaed33013L << 5;
    private static final long Q1 = 0xfd894c0541699L << 5;
    private static final long Q2 = 0x1b9c6927c33719L << 5;
    private static final long Q3 = 0x19e19a8dcbe4bdL << 5;
    private static final long Q4 = 0xfffffffffffL << 5;
    // 2^256 - q, which is below 2^210
    private static final long D0 = 0x16d224512ccfedL;
    private static final long D1 = 0x10276b3fabe966L;
    private static final long D2 = 0x46396d83cc8e6L;
    private static final long D3 = 0x61e6572341b42L;

    long l0, l1, l2, l3, l4;

    void store(long z0, long z1, long z2, long z3, long z4) {
        l0 = z0;
        l1 = z1;
        l2 = z2;
        l3 = z3;
        l4 = z4;
    }

    void set(Fq a) {
        store(a.l0, a.l1, a.l2, a.l3, a.l4);
    }

    void setZero() {
        store(0, 0, 0, 0, 0);
    }

    void setOne() {
        store(0x448a2599fda00L, 0xed67f57d2cd6dL, 0x72db07991cd02L, 0x1ccae468368446L, 0x61L);
    }

    void add(Fq a, Fq b) {
        store(a.l0 + b.l0, a.l1 + b.l1, a.l2 + b.l2, a.l3 + b.l3, a.l4 + b.l4);
    }

    void sub(Fq a, Fq b) {
        store(a.l0 - b.l0, a.l1 - b.l1, a.l2 - b.l2, a.l3 - b.l3, a.l4 - b.l4);
    }

    void negate(Fq a) {
        store(-a.l0, -a.l1, -a.l2, -a.l3, -a.l4);
    }

    /** this = k a for a small k. */
    void times(Fq a, long k) {
        store(k * a.l0, k * a.l1, k * a.l2, k * a.l3, k * a.l4);
    }

    /**
     * this = a b / R, tight. Limbs of a are shifted left by 6 and those of b by 5, so that the upper half of a 128-bit
     * product is its part from bit 53 on, and the lower half shifted right by 11 its low 53 bits.
     */
    void mul(Fq a, Fq b) {
        long b0 = b.l0 << 5, b1 = b.l1 << 5, b2 = b.l2 << 5, b3 = b.l3 << 5, b4 = b.l4 << 5;
        long z0 = 0, z1 = 0, z2 = 0, z3 = 0, z4 = 0;
        long m, x;
        x = a.l0 << 6;
        z0 += x * b0 >>> 11;
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + (x * b1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) + multiplyHigh(m, Q1) + (m * Q2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) + multiplyHigh(m, Q2) + (m * Q3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) + multiplyHigh(m, Q3) + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(m, Q4);

        x = a.l1 << 6;
        z0 += x * b0 >>> 11;
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + (x * b1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) + multiplyHigh(m, Q1) + (m * Q2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) + multiplyHigh(m, Q2) + (m * Q3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) + multiplyHigh(m, Q3) + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(m, Q4);

        x = a.l2 << 6;
        z0 += x * b0 >>> 11;
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + (x * b1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) + multiplyHigh(m, Q1) + (m * Q2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) + multiplyHigh(m, Q2) + (m * Q3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) + multiplyHigh(m, Q3) + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(m, Q4);

        x = a.l3 << 6;
        z0 += x * b0 >>> 11;
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + (x * b1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) + multiplyHigh(m, Q1) + (m * Q2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) + multiplyHigh(m, Q2) + (m * Q3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) + multiplyHigh(m, Q3) + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(m, Q4);

        x = a.l4 << 6;
        z0 += x * b0 >>> 11;
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + (x * b1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) + multiplyHigh(m, Q1) + (m * Q2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) + multiplyHigh(m, Q2) + (m * Q3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) + multiplyHigh(m, Q3) + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(m, Q4);

        storeCarried(z0, z1, z2, z3, z4);
    }

    void sqr(Fq a) {
        mul(a, a);
    }

    /** this = (a b + sign c d) / R with one reduction for both products, tight; sign is 1 or -1. */
    void mulAdd(Fq a, Fq b, int sign, Fq c, Fq d) {
        long scale = (long) sign << 6;
        long b0 = b.l0 << 5, b1 = b.l1 << 5, b2 = b.l2 << 5, b3 = b.l3 << 5, b4 = b.l4 << 5;
        long d0 = d.l0 << 5, d1 = d.l1 << 5, d2 = d.l2 << 5, d3 = d.l3 << 5, d4 = d.l4 << 5;
        long z0 = 0, z1 = 0, z2 = 0, z3 = 0, z4 = 0;
        long m, x, y;
        x = a.l0 << 6;
        y = c.l0 * scale;
        z0 += (x * b0 >>> 11) + (y * d0 >>> 11);
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + multiplyHigh(y, d0)
                + (x * b1 >>> 11)
                + (y * d1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2
                + multiplyHigh(x, b1)
                + multiplyHigh(y, d1)
                + (x * b2 >>> 11)
                + (y * d2 >>> 11)
                + multiplyHigh(m, Q1)
                + (m * Q2 >>> 11);
        z2 = z3
                + multiplyHigh(x, b2)
                + multiplyHigh(y, d2)
                + (x * b3 >>> 11)
                + (y * d3 >>> 11)
                + multiplyHigh(m, Q2)
                + (m * Q3 >>> 11);
        z3 = z4
                + multiplyHigh(x, b3)
                + multiplyHigh(y, d3)
                + (x * b4 >>> 11)
                + (y * d4 >>> 11)
                + multiplyHigh(m, Q3)
                + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(y, d4) + multiplyHigh(m, Q4);

        x = a.l1 << 6;
        y = c.l1 * scale;
        z0 += (x * b0 >>> 11) + (y * d0 >>> 11);
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + multiplyHigh(y, d0)
                + (x * b1 >>> 11)
                + (y * d1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2
                + multiplyHigh(x, b1)
                + multiplyHigh(y, d1)
                + (x * b2 >>> 11)
                + (y * d2 >>> 11)
                + multiplyHigh(m, Q1)
                + (m * Q2 >>> 11);
        z2 = z3
                + multiplyHigh(x, b2)
                + multiplyHigh(y, d2)
                + (x * b3 >>> 11)
                + (y * d3 >>> 11)
                + multiplyHigh(m, Q2)
                + (m * Q3 >>> 11);
        z3 = z4
                + multiplyHigh(x, b3)
                + multiplyHigh(y, d3)
                + (x * b4 >>> 11)
                + (y * d4 >>> 11)
                + multiplyHigh(m, Q3)
                + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(y, d4) + multiplyHigh(m, Q4);

        x = a.l2 << 6;
        y = c.l2 * scale;
        z0 += (x * b0 >>> 11) + (y * d0 >>> 11);
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + multiplyHigh(y, d0)
                + (x * b1 >>> 11)
                + (y * d1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2
                + multiplyHigh(x, b1)
                + multiplyHigh(y, d1)
                + (x * b2 >>> 11)
                + (y * d2 >>> 11)
                + multiplyHigh(m, Q1)
                + (m * Q2 >>> 11);
        z2 = z3
                + multiplyHigh(x, b2)
                + multiplyHigh(y, d2)
                + (x * b3 >>> 11)
                + (y * d3 >>> 11)
                + multiplyHigh(m, Q2)
                + (m * Q3 >>> 11);
        z3 = z4
                + multiplyHigh(x, b3)
                + multiplyHigh(y, d3)
                + (x * b4 >>> 11)
                + (y * d4 >>> 11)
                + multiplyHigh(m, Q3)
                + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(y, d4) + multiplyHigh(m, Q4);

        x = a.l3 << 6;
        y = c.l3 * scale;
        z0 += (x * b0 >>> 11) + (y * d0 >>> 11);
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + multiplyHigh(y, d0)
                + (x * b1 >>> 11)
                + (y * d1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2
                + multiplyHigh(x, b1)
                + multiplyHigh(y, d1)
                + (x * b2 >>> 11)
                + (y * d2 >>> 11)
                + multiplyHigh(m, Q1)
                + (m * Q2 >>> 11);
        z2 = z3
                + multiplyHigh(x, b2)
                + multiplyHigh(y, d2)
                + (x * b3 >>> 11)
                + (y * d3 >>> 11)
                + multiplyHigh(m, Q2)
                + (m * Q3 >>> 11);
        z3 = z4
                + multiplyHigh(x, b3)
                + multiplyHigh(y, d3)
                + (x * b4 >>> 11)
                + (y * d4 >>> 11)
                + multiplyHigh(m, Q3)
                + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(y, d4) + multiplyHigh(m, Q4);

        x = a.l4 << 6;
        y = c.l4 * scale;
        z0 += (x * b0 >>> 11) + (y * d0 >>> 11);
        m = (z0 * Q_INVERSE & MASK) << 6;
        z0 = z1
                + (z0 + (m * Q0 >>> 11) >> 53)
                + multiplyHigh(x, b0)
                + multiplyHigh(y, d0)
                + (x * b1 >>> 11)
                + (y * d1 >>> 11)
                + multiplyHigh(m, Q0)
                + (m * Q1 >>> 11);
        z1 = z2
                + multiplyHigh(x, b1)
                + multiplyHigh(y, d1)
                + (x * b2 >>> 11)
                + (y * d2 >>> 11)
                + multiplyHigh(m, Q1)
                + (m * Q2 >>> 11);
        z2 = z3
                + multiplyHigh(x, b2)
                + multiplyHigh(y, d2)
                + (x * b3 >>> 11)
                + (y * d3 >>> 11)
                + multiplyHigh(m, Q2)
                + (m * Q3 >>> 11);
        z3 = z4
                + multiplyHigh(x, b3)
                + multiplyHigh(y, d3)
                + (x * b4 >>> 11)
                + (y * d4 >>> 11)
                + multiplyHigh(m, Q3)
                + (m * Q4 >>> 11);
        z4 = multiplyHigh(x, b4) + multiplyHigh(y, d4) + multiplyHigh(m, Q4);

        storeCarried(z0, z1, z2, z3, z4);
    }

    private void storeCarried(long z0, long z1, long z2, long z3, long z4) {
        l0 = z0 & MASK;
        z1 += z0 >> 53;
        l1 = z1 & MASK;
        z2 += z1 >> 53;
        l2 = z2 & MASK;
        z3 += z2 >> 53;
        l3 = z3 & MASK;
        l4 = z4 + (z3 >> 53);
    }

    /** Makes this number tight; it may be a sum of up to 500 tight terms. */
    void reduce() {
        long k = l4 >> 44;
        storeCarried(l0 + k * D0, l1 + k * D1, l2 + k * D2, l3 + k * D3, l4 - (k << 44));
    }

    /** Makes this number the one of its class in [0, q). */
    void normalize() {
        reduce();
        if (l4 < 0) {
            storeCarried(l0 + (Q0 >> 5), l1 + (Q1 >> 5), l2 + (Q2 >> 5), l3 + (Q3 >> 5), l4 + (Q4 >> 5));
        }
        // x >= q exactly if x + (2^256 - q) reaches 2^256
        Fq excess = new Fq();
        excess.storeCarried(l0 + D0, l1 + D1, l2 + D2, l3 + D3, l4);
        if (excess.l4 >> 44 != 0) {
            store(excess.l0, excess.l1, excess.l2, excess.l3, excess.l4 - (1L << 44));
        }
    }

    /** Reduces, and tells whether the number is 0 modulo q. */
    boolean isZero() {
        reduce();
        return (l0 | l1 | l2 | l3 | l4) == 0
                || l0 == Q0 >> 5 && l1 == Q1 >> 5 && l2 == Q2 >> 5 && l3 == Q3 >> 5 && l4 == Q4 >> 5;
    }

    boolean sameAs(Fq b) {
        Fq difference = new Fq();
        difference.sub(this, b);
        return difference.isZero();
    }
}
