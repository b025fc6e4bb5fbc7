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
    // 2^256 - q, which is below 2^212, its limbs shifted left by 5 as mul wants them
    static final long D0 = 0x16d224512ccfedL << 5;
    static final long D1 = 0x10276b3fabe966L << 5;
    static final long D2 = 0x46396d83cc8e6L << 5;
    static final long D3 = 0x61e6572341b42L << 5;
    /** 1/(2^256 - q) mod 2^53, times 2^11: the low 53 bits of a product with it stand at the top. */
    static final long D_INVERSE = 0xc964e0537e5e5L << 11;
    // q
    private static final long Q0 = 0x92ddbaed33013L;
    private static final long Q1 = 0xfd894c0541699L;
    private static final long Q2 = 0x1b9c6927c33719L;
    private static final long Q3 = 0x19e19a8dcbe4bdL;
    private static final long Q4 = 0xfffffffffffL;

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
     * product is its part from bit 53 on, and the lower half shifted right by 11 its low 53 bits. Five times the lowest limb
     * is made 0 by adding m q = m 2^256 - m D, where m D agrees with that limb modulo 2^53; m is kept shifted left by 6.
     */
    void mul(Fq a, Fq b) {
        long b0 = b.l0 << 5, b1 = b.l1 << 5, b2 = b.l2 << 5, b3 = b.l3 << 5, b4 = b.l4 << 5;
        long z0 = 0, z1 = 0, z2 = 0, z3 = 0, z4 = 0;
        long m, x;
        x = a.l0 << 6;
        z0 += x * b0 >>> 11;
        m = z0 * D_INVERSE >>> 5;
        z0 = z1 + (z0 >> 53) + multiplyHigh(x, b0) + (x * b1 >>> 11) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) - multiplyHigh(m, D1) - (m * D2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) - multiplyHigh(m, D2) - (m * D3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) - multiplyHigh(m, D3) + (m << 49 >>> 11);
        z4 = multiplyHigh(x, b4) + (m >>> 15);

        x = a.l1 << 6;
        z0 += x * b0 >>> 11;
        m = z0 * D_INVERSE >>> 5;
        z0 = z1 + (z0 >> 53) + multiplyHigh(x, b0) + (x * b1 >>> 11) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) - multiplyHigh(m, D1) - (m * D2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) - multiplyHigh(m, D2) - (m * D3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) - multiplyHigh(m, D3) + (m << 49 >>> 11);
        z4 = multiplyHigh(x, b4) + (m >>> 15);

        x = a.l2 << 6;
        z0 += x * b0 >>> 11;
        m = z0 * D_INVERSE >>> 5;
        z0 = z1 + (z0 >> 53) + multiplyHigh(x, b0) + (x * b1 >>> 11) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) - multiplyHigh(m, D1) - (m * D2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) - multiplyHigh(m, D2) - (m * D3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) - multiplyHigh(m, D3) + (m << 49 >>> 11);
        z4 = multiplyHigh(x, b4) + (m >>> 15);

        x = a.l3 << 6;
        z0 += x * b0 >>> 11;
        m = z0 * D_INVERSE >>> 5;
        z0 = z1 + (z0 >> 53) + multiplyHigh(x, b0) + (x * b1 >>> 11) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) - multiplyHigh(m, D1) - (m * D2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) - multiplyHigh(m, D2) - (m * D3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) - multiplyHigh(m, D3) + (m << 49 >>> 11);
        z4 = multiplyHigh(x, b4) + (m >>> 15);

        x = a.l4 << 6;
        z0 += x * b0 >>> 11;
        m = z0 * D_INVERSE >>> 5;
        z0 = z1 + (z0 >> 53) + multiplyHigh(x, b0) + (x * b1 >>> 11) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z1 = z2 + multiplyHigh(x, b1) + (x * b2 >>> 11) - multiplyHigh(m, D1) - (m * D2 >>> 11);
        z2 = z3 + multiplyHigh(x, b2) + (x * b3 >>> 11) - multiplyHigh(m, D2) - (m * D3 >>> 11);
        z3 = z4 + multiplyHigh(x, b3) + (x * b4 >>> 11) - multiplyHigh(m, D3) + (m << 49 >>> 11);
        z4 = multiplyHigh(x, b4) + (m >>> 15);

        storeCarried(z0, z1, z2, z3, z4);
    }

    /** this = a^2 / R, tight: as {@link #mul}, but each product of two different limbs is computed once, and doubled. */
    void sqr(Fq a) {
        long x0 = a.l0 << 6, x1 = a.l1 << 6, x2 = a.l2 << 6, x3 = a.l3 << 6, x4 = a.l4 << 6;
        long y0 = a.l0 << 5, y1 = a.l1 << 5, y2 = a.l2 << 5, y3 = a.l3 << 5, y4 = a.l4 << 5;
        long w0 = (x0 * y0 >>> 11);
        long w1 = multiplyHigh(x0, y0) + (x0 * x1 >>> 11);
        long w2 = multiplyHigh(x0, x1) + (x0 * x2 >>> 11) + (x1 * y1 >>> 11);
        long w3 = multiplyHigh(x0, x2) + multiplyHigh(x1, y1) + (x0 * x3 >>> 11) + (x1 * x2 >>> 11);
        long w4 = multiplyHigh(x0, x3) + multiplyHigh(x1, x2) + (x0 * x4 >>> 11) + (x1 * x3 >>> 11) + (x2 * y2 >>> 11);
        long w5 = multiplyHigh(x0, x4)
                + multiplyHigh(x1, x3)
                + multiplyHigh(x2, y2)
                + (x1 * x4 >>> 11)
                + (x2 * x3 >>> 11);
        long w6 = multiplyHigh(x1, x4) + multiplyHigh(x2, x3) + (x2 * x4 >>> 11) + (x3 * y3 >>> 11);
        long w7 = multiplyHigh(x2, x4) + multiplyHigh(x3, y3) + (x3 * x4 >>> 11);
        long w8 = multiplyHigh(x3, x4) + (x4 * y4 >>> 11);
        long w9 = multiplyHigh(x4, y4);
        long m;
        m = w0 * D_INVERSE >>> 5;
        w1 += (w0 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        w2 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        w3 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        w4 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        w5 += m >>> 15;
        m = w1 * D_INVERSE >>> 5;
        w2 += (w1 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        w3 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        w4 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        w5 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        w6 += m >>> 15;
        m = w2 * D_INVERSE >>> 5;
        w3 += (w2 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        w4 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        w5 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        w6 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        w7 += m >>> 15;
        m = w3 * D_INVERSE >>> 5;
        w4 += (w3 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        w5 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        w6 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        w7 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        w8 += m >>> 15;
        m = w4 * D_INVERSE >>> 5;
        w5 += (w4 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        w6 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        w7 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        w8 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        w9 += m >>> 15;
        storeCarried(w5, w6, w7, w8, w9);
    }

    void storeCarried(long z0, long z1, long z2, long z3, long z4) {
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
        storeCarried(l0 + k * (D0 >> 5), l1 + k * (D1 >> 5), l2 + k * (D2 >> 5), l3 + k * (D3 >> 5), l4 - (k << 44));
    }

    /** Makes this number the one of its class in [0, q). */
    void normalize() {
        reduce();
        if (l4 < 0) {
            storeCarried(l0 + Q0, l1 + Q1, l2 + Q2, l3 + Q3, l4 + Q4);
        }
        // x >= q exactly if x + (2^256 - q) reaches 2^256
        Fq excess = new Fq();
        excess.storeCarried(l0 + (D0 >> 5), l1 + (D1 >> 5), l2 + (D2 >> 5), l3 + (D3 >> 5), l4);
        if (excess.l4 >> 44 != 0) {
            store(excess.l0, excess.l1, excess.l2, excess.l3, excess.l4 - (1L << 44));
        }
    }

    /** Reduces, and tells whether the number is 0 modulo q. */
    boolean isZero() {
        reduce();
        return (l0 | l1 | l2 | l3 | l4) == 0 || l0 == Q0 && l1 == Q1 && l2 == Q2 && l3 == Q3 && l4 == Q4;
    }

    boolean sameAs(Fq b) {
        Fq difference = new Fq();
        difference.sub(this, b);
        return difference.isZero();
    }
}
