package org.sgxra.epid.math;

/**
 * A mutable element a + b v + c v^2 of Fq6 = Fq2[v]/(v^3 - xi), xi = 2 + i (docs/spec/epid2.md, section 2.2).
 *
 * <p>Products are tight; the first operand may be a sum of up to two tight terms, the second of up to four. Every operation writes this object only and
 * may be given this object as an operand.
 */
final class Fq6 {
    static final int SIZE = 3 * Fq2.SIZE;

    final Fq2 a = new Fq2();
    final Fq2 b = new Fq2();
    final Fq2 c = new Fq2();
    private Scratch work;

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

    private Scratch scratch() {
        if (work == null) {
            work = new Scratch();
        }
        return work;
    }

    /** What operations compute with; objects that are only operands never need it. */
    private static final class Scratch {
        final Fq2 s = new Fq2();
        final Fq2 t = new Fq2();
        final Fq2Wide p0 = new Fq2Wide();
        final Fq2Wide p1 = new Fq2Wide();
        final Fq2Wide p2 = new Fq2Wide();
        final Fq2Wide p3 = new Fq2Wide();
        final Fq2Wide p01 = new Fq2Wide();
        final Fq2Wide p02 = new Fq2Wide();
        final Fq2Wide p12 = new Fq2Wide();

        /** out = (x0 + x1)(y0 + y1) - q0 - q1 = x0 y1 + x1 y0, where q0 = x0 y0 and q1 = x1 y1. */
        void cross(Fq2Wide out, Fq2 x0, Fq2 x1, Fq2 y0, Fq2 y1, Fq2Wide q0, Fq2Wide q1) {
            s.add(x0, x1);
            t.add(y0, y1);
            out.mul(s, t);
            out.sub(out, q0);
            out.sub(out, q1);
        }
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
        Fq2 t = scratch().t;
        t.mulXi(x.c);
        c.set(x.b);
        b.set(x.a);
        a.set(t);
    }

    /** this = x y with six multiplications in Fq2 (Karatsuba) and six reductions in Fq. */
    void mul(Fq6 x, Fq6 y) {
        Scratch w = scratch();
        w.p0.mul(x.a, y.a);
        w.p1.mul(x.b, y.b);
        w.p2.mul(x.c, y.c);
        w.cross(w.p12, x.b, x.c, y.b, y.c, w.p1, w.p2);
        w.cross(w.p01, x.a, x.b, y.a, y.b, w.p0, w.p1);
        w.cross(w.p02, x.a, x.c, y.a, y.c, w.p0, w.p2);
        w.p0.addXi(w.p0, w.p12);
        w.p01.addXi(w.p01, w.p2);
        w.p02.add(w.p02, w.p1);
        w.p0.reduce(a);
        w.p01.reduce(b);
        w.p02.reduce(c);
    }

    /** this = x (y0 + y1 v) with five multiplications in Fq2. */
    void mulSparse(Fq6 x, Fq2 y0, Fq2 y1) {
        Scratch w = scratch();
        w.p0.mul(x.a, y0);
        w.p1.mul(x.b, y1);
        w.p2.mul(x.c, y1);
        w.p3.mul(x.c, y0);
        w.cross(w.p01, x.a, x.b, y0, y1, w.p0, w.p1);
        w.p0.addXi(w.p0, w.p2);
        w.p3.add(w.p3, w.p1);
        w.p0.reduce(a);
        w.p01.reduce(b);
        w.p3.reduce(c);
    }

    void sqr(Fq6 x) {
        mul(x, x);
    }

    /** this = 1/x, or 0 for 0. */
    void invert(Fq6 x) {
        // the cofactors: A = a^2 - xi b c, B = xi c^2 - a b, C = b^2 - a c; the norm is a A + xi (c B + b C)
        Fq2 cofactorA = difference(x.a, x.b, x.c, true);
        Fq2 cofactorB = new Fq2();
        cofactorB.sqr(x.c);
        cofactorB.mulXi(cofactorB);
        Fq2 product = new Fq2();
        product.mul(x.a, x.b);
        cofactorB.sub(cofactorB, product);
        Fq2 cofactorC = difference(x.b, x.a, x.c, false);
        Fq2 norm = new Fq2();
        norm.mul(x.c, cofactorB);
        product.mul(x.b, cofactorC);
        norm.add(norm, product);
        norm.mulXi(norm);
        product.mul(x.a, cofactorA);
        norm.add(norm, product);
        norm.reduce();
        norm.invert(norm);
        a.mul(cofactorA, norm);
        b.mul(cofactorB, norm);
        c.mul(cofactorC, norm);
    }

    /** x^2 - y z, or x^2 - xi y z. */
    private static Fq2 difference(Fq2 x, Fq2 y, Fq2 z, boolean xi) {
        Fq2 product = new Fq2();
        product.mul(y, z);
        if (xi) {
            product.mulXi(product);
        }
        Fq2 square = new Fq2();
        square.sqr(x);
        square.sub(square, product);
        return square;
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
