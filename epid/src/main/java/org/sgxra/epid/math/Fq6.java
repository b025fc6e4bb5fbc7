package org.sgxra.epid.math;

/**
 * A mutable element a + b v + c v^2 of Fq6 = Fq2[v]/(v^3 - xi), xi = 2 + i (docs/spec/epid2.md, section 2.2).
 *
 * <p>Products are tight; their operands may be sums of up to four tight terms. Every operation writes this object only and
 * may be given this object as an operand.
 */
final class Fq6 {
    static final int SIZE = 3 * Fq2.SIZE;

    final Fq2 a = new Fq2();
    final Fq2 b = new Fq2();
    final Fq2 c = new Fq2();
    private Fq2[] work;

    /** Reads 192 bytes a | b | c; null if a coordinate is not below q. */
    static Fq6 read(byte[] in, int offset) {
        Fq2 a = Fq2.read(in, offset);
        Fq2 b = Fq2.read(in, offset + Fq2.SIZE);
        Fq2 c = Fq2.read(in, offset + 2 * Fq2.SIZE);
        if (a == null || b == null || c == null) {
            return null;
        }
        Fq6 x = new Fq6();
        x.a.set(a);
        x.b.set(b);
        x.c.set(c);
        return x;
    }

    void write(byte[] out, int offset) {
        a.write(out, offset);
        b.write(out, offset + Fq2.SIZE);
        c.write(out, offset + 2 * Fq2.SIZE);
    }

    private Fq2[] scratch() {
        if (work == null) {
            work = new Fq2[] {new Fq2(), new Fq2(), new Fq2(), new Fq2(), new Fq2(), new Fq2(), new Fq2()};
        }
        return work;
    }

    void set(Fq6 x) {
        a.set(x.a);
        b.set(x.b);
        c.set(x.c);
    }

    void setZero() {
        a.setZero();
        b.setZero();
        c.setZero();
    }

    void setOne() {
        setZero();
        a.setOne();
    }

    void add(Fq6 x, Fq6 y) {
        a.add(x.a, y.a);
        b.add(x.b, y.b);
        c.add(x.c, y.c);
    }

    void sub(Fq6 x, Fq6 y) {
        a.sub(x.a, y.a);
        b.sub(x.b, y.b);
        c.sub(x.c, y.c);
    }

    void negate(Fq6 x) {
        a.negate(x.a);
        b.negate(x.b);
        c.negate(x.c);
    }

    /** this = v x. */
    void mulV(Fq6 x) {
        Fq2 t = scratch()[0];
        t.mulXi(x.c);
        c.set(x.b);
        b.set(x.a);
        a.set(t);
    }

    /** this = x y with six multiplications in Fq2 (Karatsuba). */
    void mul(Fq6 x, Fq6 y) {
        Fq2[] w = scratch();
        w[0].mul(x.a, y.a);
        w[1].mul(x.b, y.b);
        w[2].mul(x.c, y.c);
        cross(w[3], x.b, x.c, y.b, y.c, w[1], w[2]);
        cross(w[4], x.a, x.b, y.a, y.b, w[0], w[1]);
        cross(w[5], x.a, x.c, y.a, y.c, w[0], w[2]);
        a.mulXi(w[3]);
        a.add(a, w[0]);
        b.mulXi(w[2]);
        b.add(b, w[4]);
        c.add(w[5], w[1]);
        reduce();
    }

    /** out = (x0 + x1)(y0 + y1) - p0 - p1 = x0 y1 + x1 y0, where p0 = x0 y0 and p1 = x1 y1. */
    private void cross(Fq2 out, Fq2 x0, Fq2 x1, Fq2 y0, Fq2 y1, Fq2 p0, Fq2 p1) {
        Fq2 sum = work[6];
        sum.add(x0, x1);
        out.add(y0, y1);
        out.mul(out, sum);
        out.sub(out, p0);
        out.sub(out, p1);
    }

    /** this = x (y0 + y1 v) with five multiplications in Fq2. */
    void mulSparse(Fq6 x, Fq2 y0, Fq2 y1) {
        Fq2[] w = scratch();
        w[0].mul(x.a, y0);
        w[1].mul(x.b, y1);
        w[2].mul(x.c, y1);
        w[3].mul(x.c, y0);
        cross(w[4], x.a, x.b, y0, y1, w[0], w[1]);
        a.mulXi(w[2]);
        a.add(a, w[0]);
        b.set(w[4]);
        c.add(w[3], w[1]);
        reduce();
    }

    void sqr(Fq6 x) {
        mul(x, x);
    }

    /** this = 1/x, or 0 for 0. */
    void invert(Fq6 x) {
        Fq2[] w = scratch();
        // the cofactors: A = a^2 - xi b c, B = xi c^2 - a b, C = b^2 - a c; the norm is a A + xi (c B + b C)
        w[3].mul(x.b, x.c);
        w[3].mulXi(w[3]);
        w[0].sqr(x.a);
        w[0].sub(w[0], w[3]);
        w[3].mul(x.a, x.b);
        w[1].sqr(x.c);
        w[1].mulXi(w[1]);
        w[1].sub(w[1], w[3]);
        w[3].mul(x.a, x.c);
        w[2].sqr(x.b);
        w[2].sub(w[2], w[3]);
        w[3].mul(x.c, w[1]);
        w[4].mul(x.b, w[2]);
        w[3].add(w[3], w[4]);
        w[3].mulXi(w[3]);
        w[4].mul(x.a, w[0]);
        w[3].add(w[3], w[4]);
        w[3].reduce();
        w[3].invert(w[3]);
        a.mul(w[0], w[3]);
        b.mul(w[1], w[3]);
        c.mul(w[2], w[3]);
    }

    void reduce() {
        a.reduce();
        b.reduce();
        c.reduce();
    }

    boolean sameAs(Fq6 y) {
        return a.sameAs(y.a) && b.sameAs(y.b) && c.sameAs(y.c);
    }
}
