package org.sgxra.epid.math;

import static java.lang.Math.multiplyHigh;
import static org.sgxra.epid.math.Fq.D0;
import static org.sgxra.epid.math.Fq.D1;
import static org.sgxra.epid.math.Fq.D2;
import static org.sgxra.epid.math.Fq.D3;
import static org.sgxra.epid.math.Fq.D_INVERSE;

/**
 * A mutable sum of products of elements of Fq that is not reduced yet: ten limbs of weight 2^53 that carry nothing to each
 * other. Sums of products so cost one reduction, a third of a multiplication each, instead of one for every product.
 *
 * <p>With operands that are sums of s and t tight terms, a product counts as s t; a sum may count up to 128 before {@link
 * #reduce}, and the result is tight then. What is above that in between does no harm.
 */
final class FqWide {
    private long w0, w1, w2, w3, w4, w5, w6, w7, w8, w9;

    private void store(long z0, long z1, long z2, long z3, long z4, long z5, long z6, long z7, long z8, long z9) {
        w0 = z0;
        w1 = z1;
        w2 = z2;
        w3 = z3;
        w4 = z4;
        w5 = z5;
        w6 = z6;
        w7 = z7;
        w8 = z8;
        w9 = z9;
    }

    /** this = a b, a of up to 15 tight terms, b of up to 31; the shifts are those of {@link Fq#mul}. */
    void mul(Fq a, Fq b) {
        long x0 = a.l0 << 6, x1 = a.l1 << 6, x2 = a.l2 << 6, x3 = a.l3 << 6, x4 = a.l4 << 6;
        long y0 = b.l0 << 5, y1 = b.l1 << 5, y2 = b.l2 << 5, y3 = b.l3 << 5, y4 = b.l4 << 5;
        w0 = (x0 * y0 >>> 11);
        w1 = multiplyHigh(x0, y0) + (x0 * y1 >>> 11) + (x1 * y0 >>> 11);
        w2 = multiplyHigh(x0, y1) + multiplyHigh(x1, y0) + (x0 * y2 >>> 11) + (x1 * y1 >>> 11) + (x2 * y0 >>> 11);
        w3 = multiplyHigh(x0, y2)
                + multiplyHigh(x1, y1)
                + multiplyHigh(x2, y0)
                + (x0 * y3 >>> 11)
                + (x1 * y2 >>> 11)
                + (x2 * y1 >>> 11)
                + (x3 * y0 >>> 11);
        w4 = multiplyHigh(x0, y3)
                + multiplyHigh(x1, y2)
                + multiplyHigh(x2, y1)
                + multiplyHigh(x3, y0)
                + (x0 * y4 >>> 11)
                + (x1 * y3 >>> 11)
                + (x2 * y2 >>> 11)
                + (x3 * y1 >>> 11)
                + (x4 * y0 >>> 11);
        w5 = multiplyHigh(x0, y4)
                + multiplyHigh(x1, y3)
                + multiplyHigh(x2, y2)
                + multiplyHigh(x3, y1)
                + multiplyHigh(x4, y0)
                + (x1 * y4 >>> 11)
                + (x2 * y3 >>> 11)
                + (x3 * y2 >>> 11)
                + (x4 * y1 >>> 11);
        w6 = multiplyHigh(x1, y4)
                + multiplyHigh(x2, y3)
                + multiplyHigh(x3, y2)
                + multiplyHigh(x4, y1)
                + (x2 * y4 >>> 11)
                + (x3 * y3 >>> 11)
                + (x4 * y2 >>> 11);
        w7 = multiplyHigh(x2, y4) + multiplyHigh(x3, y3) + multiplyHigh(x4, y2) + (x3 * y4 >>> 11) + (x4 * y3 >>> 11);
        w8 = multiplyHigh(x3, y4) + multiplyHigh(x4, y3) + (x4 * y4 >>> 11);
        w9 = multiplyHigh(x4, y4);
    }

    /** this = a^2, a of up to 15 tight terms. */
    void sqr(Fq a) {
        long x0 = a.l0 << 6, x1 = a.l1 << 6, x2 = a.l2 << 6, x3 = a.l3 << 6, x4 = a.l4 << 6;
        long y0 = a.l0 << 5, y1 = a.l1 << 5, y2 = a.l2 << 5, y3 = a.l3 << 5, y4 = a.l4 << 5;
        w0 = (x0 * y0 >>> 11);
        w1 = multiplyHigh(x0, y0) + (x0 * x1 >>> 11);
        w2 = multiplyHigh(x0, x1) + (x0 * x2 >>> 11) + (x1 * y1 >>> 11);
        w3 = multiplyHigh(x0, x2) + multiplyHigh(x1, y1) + (x0 * x3 >>> 11) + (x1 * x2 >>> 11);
        w4 = multiplyHigh(x0, x3) + multiplyHigh(x1, x2) + (x0 * x4 >>> 11) + (x1 * x3 >>> 11) + (x2 * y2 >>> 11);
        w5 = multiplyHigh(x0, x4) + multiplyHigh(x1, x3) + multiplyHigh(x2, y2) + (x1 * x4 >>> 11) + (x2 * x3 >>> 11);
        w6 = multiplyHigh(x1, x4) + multiplyHigh(x2, x3) + (x2 * x4 >>> 11) + (x3 * y3 >>> 11);
        w7 = multiplyHigh(x2, x4) + multiplyHigh(x3, y3) + (x3 * x4 >>> 11);
        w8 = multiplyHigh(x3, x4) + (x4 * y4 >>> 11);
        w9 = multiplyHigh(x4, y4);
    }

    void add(FqWide a, FqWide b) {
        store(
                a.w0 + b.w0,
                a.w1 + b.w1,
                a.w2 + b.w2,
                a.w3 + b.w3,
                a.w4 + b.w4,
                a.w5 + b.w5,
                a.w6 + b.w6,
                a.w7 + b.w7,
                a.w8 + b.w8,
                a.w9 + b.w9);
    }

    void sub(FqWide a, FqWide b) {
        store(
                a.w0 - b.w0,
                a.w1 - b.w1,
                a.w2 - b.w2,
                a.w3 - b.w3,
                a.w4 - b.w4,
                a.w5 - b.w5,
                a.w6 - b.w6,
                a.w7 - b.w7,
                a.w8 - b.w8,
                a.w9 - b.w9);
    }

    /** this = a + k b for a small k. */
    void add(FqWide a, long k, FqWide b) {
        store(
                a.w0 + k * b.w0,
                a.w1 + k * b.w1,
                a.w2 + k * b.w2,
                a.w3 + k * b.w3,
                a.w4 + k * b.w4,
                a.w5 + k * b.w5,
                a.w6 + k * b.w6,
                a.w7 + k * b.w7,
                a.w8 + k * b.w8,
                a.w9 + k * b.w9);
    }

    /** out = this / R, tight; R = 2^265. */
    void reduceA(Fq out) {
        long z0 = w0, z1 = w1, z2 = w2, z3 = w3, z4 = w4, z5 = w5, z6 = w6, z7 = w7, z8 = w8, z9 = w9;
        long m;
        long d0 = DD[0], d1 = DD[1], d2 = DD[2], d3 = DD[3], di = DD[4];
        m = z0 * di >>> 5;
        z1 += (z0 >> 53) - multiplyHigh(m, d0) - (m * d1 >>> 11);
        z2 -= multiplyHigh(m, d1) + (m * d2 >>> 11);
        z3 -= multiplyHigh(m, d2) + (m * d3 >>> 11);
        z4 += (m << 49 >>> 11) - multiplyHigh(m, d3);
        z5 += m >>> 15;
        m = z1 * di >>> 5;
        z2 += (z1 >> 53) - multiplyHigh(m, d0) - (m * d1 >>> 11);
        z3 -= multiplyHigh(m, d1) + (m * d2 >>> 11);
        z4 -= multiplyHigh(m, d2) + (m * d3 >>> 11);
        z5 += (m << 49 >>> 11) - multiplyHigh(m, d3);
        z6 += m >>> 15;
        m = z2 * di >>> 5;
        z3 += (z2 >> 53) - multiplyHigh(m, d0) - (m * d1 >>> 11);
        z4 -= multiplyHigh(m, d1) + (m * d2 >>> 11);
        z5 -= multiplyHigh(m, d2) + (m * d3 >>> 11);
        z6 += (m << 49 >>> 11) - multiplyHigh(m, d3);
        z7 += m >>> 15;
        m = z3 * di >>> 5;
        z4 += (z3 >> 53) - multiplyHigh(m, d0) - (m * d1 >>> 11);
        z5 -= multiplyHigh(m, d1) + (m * d2 >>> 11);
        z6 -= multiplyHigh(m, d2) + (m * d3 >>> 11);
        z7 += (m << 49 >>> 11) - multiplyHigh(m, d3);
        z8 += m >>> 15;
        m = z4 * di >>> 5;
        z5 += (z4 >> 53) - multiplyHigh(m, d0) - (m * d1 >>> 11);
        z6 -= multiplyHigh(m, d1) + (m * d2 >>> 11);
        z7 -= multiplyHigh(m, d2) + (m * d3 >>> 11);
        z8 += (m << 49 >>> 11) - multiplyHigh(m, d3);
        z9 += m >>> 15;
        out.storeCarried(z5, z6, z7, z8, z9);
    }

    static final long[] DD = {D0, D1, D2, D3, D_INVERSE};
    /** out = this / R, tight; R = 2^265. */
    void reduce(Fq out) {
        long z0 = w0, z1 = w1, z2 = w2, z3 = w3, z4 = w4, z5 = w5, z6 = w6, z7 = w7, z8 = w8, z9 = w9;
        long m;
        m = z0 * D_INVERSE >>> 5;
        z1 += (z0 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z2 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        z3 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        z4 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        z5 += m >>> 15;
        m = z1 * D_INVERSE >>> 5;
        z2 += (z1 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z3 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        z4 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        z5 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        z6 += m >>> 15;
        m = z2 * D_INVERSE >>> 5;
        z3 += (z2 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z4 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        z5 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        z6 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        z7 += m >>> 15;
        m = z3 * D_INVERSE >>> 5;
        z4 += (z3 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z5 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        z6 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        z7 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        z8 += m >>> 15;
        m = z4 * D_INVERSE >>> 5;
        z5 += (z4 >> 53) - multiplyHigh(m, D0) - (m * D1 >>> 11);
        z6 -= multiplyHigh(m, D1) + (m * D2 >>> 11);
        z7 -= multiplyHigh(m, D2) + (m * D3 >>> 11);
        z8 += (m << 49 >>> 11) - multiplyHigh(m, D3);
        z9 += m >>> 15;
        out.storeCarried(z5, z6, z7, z8, z9);
    }
}
