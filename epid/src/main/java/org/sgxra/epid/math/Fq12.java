package org.sgxra.epid.math;

/**
 * A mutable element a + b w of Fq12 = Fq6[w]/(w^2 - v) (docs/spec/epid2.md, section 2.2), always tight between operations.
 *
 * <p>Every operation writes this object only and may be given this object as an operand.
 */
final class Fq12 {
    static final int SIZE = 2 * Fq6.SIZE;

    /** GAMMA[k] = xi^(k (q - 1)/6), so that (w^k)^q = GAMMA[k] w^k. */
    private static final Fq2[] GAMMA = powersOfGamma();

    final Fq6 a = new Fq6();
    final Fq6 b = new Fq6();
    private Fq6[] work;
    private Fq2Wide[] wide;
    private Fq2 sum;

    private static Fq2[] powersOfGamma() {
        Fq2[] powers = new Fq2[6];
        powers[0] = new Fq2();
        powers[0].setOne();
        powers[1] = Fq2.of(
                "998DB53FC2BB9817F6B7922CC7EB800036EC79F8937C99EF868A9190A74CD07C",
                "5F74A7FA8F1F390E742528E0AE1F744A7EF8FBAA95990DB4633C3491971DEA60");
        for (int k = 2; k < 6; k++) {
            powers[k] = new Fq2();
            powers[k].mul(powers[k - 1], powers[1]);
        }
        return powers;
    }

    /** Reads 384 bytes a | b; null if a coordinate is not below q. */
    static Fq12 read(byte[] in, int offset) {
        Fq6 a = Fq6.read(in, offset);
        Fq6 b = Fq6.read(in, offset + Fq6.SIZE);
        if (a == null || b == null) {
            return null;
        }
        Fq12 x = new Fq12();
        x.a.set(a);
        x.b.set(b);
        return x;
    }

    void write(byte[] out, int offset) {
        a.write(out, offset);
        b.write(out, offset + Fq6.SIZE);
    }

    private Fq6[] scratch() {
        if (work == null) {
            work = new Fq6[] {new Fq6(), new Fq6(), new Fq6()};
            wide = new Fq2Wide[] {new Fq2Wide(), new Fq2Wide(), new Fq2Wide()};
            sum = new Fq2();
        }
        return work;
    }

    void set(Fq12 x) {
        a.set(x.a);
        b.set(x.b);
    }

    void setOne() {
        a.setOne();
        b.setZero();
    }

    /** this = x^(q^6): negates the odd powers of w. It is the inverse of an element of GT. */
    void conjugate(Fq12 x) {
        a.set(x.a);
        b.negate(x.b);
        b.reduce();
    }

    void mul(Fq12 x, Fq12 y) {
        Fq6[] w = scratch();
        w[0].mul(x.a, y.a);
        w[1].mul(x.b, y.b);
        w[2].add(x.a, x.b);
        b.add(y.a, y.b);
        b.mul(b, w[2]);
        b.sub(b, w[0]);
        b.sub(b, w[1]);
        w[1].mulV(w[1]);
        a.add(w[0], w[1]);
        reduce();
    }

    /** this = x^2 = (a + b)(a + v b) - a b - v a b + 2 a b w. */
    void sqr(Fq12 x) {
        Fq6[] w = scratch();
        w[0].mul(x.a, x.b);
        w[1].mulV(x.b);
        w[1].add(w[1], x.a);
        w[2].add(x.a, x.b);
        a.mul(w[2], w[1]);
        a.sub(a, w[0]);
        b.add(w[0], w[0]);
        w[0].mulV(w[0]);
        a.sub(a, w[0]);
        reduce();
    }

    /** this = x (1 + y1 w + y3 w^3): what a line contributes to a pairing. */
    void mulLine(Fq12 x, Fq2 y1, Fq2 y3) {
        Fq6[] w = scratch();
        w[0].mulSparse(x.a, y1, y3);
        w[1].mulSparse(x.b, y1, y3);
        w[1].mulV(w[1]);
        a.add(x.a, w[1]);
        b.add(x.b, w[0]);
        reduce();
    }

    /** this = x^2 for x in the cyclotomic subgroup, with nine squarings in Fq2 (Granger and Scott). */
    void sqrCyclotomic(Fq12 x) {
        Fq6 even = scratch()[0];
        Fq6 odd = work[1];
        sqrFq4(even.a, odd.a, x.a.a, x.b.b);
        sqrFq4(even.b, odd.b, x.b.a, x.a.c);
        sqrFq4(even.c, odd.c, x.a.b, x.b.c);
        odd.c.mulXi(odd.c);
        thrice(a.a, even.a, -1, x.a.a);
        thrice(b.b, odd.a, 1, x.b.b);
        thrice(a.b, even.b, -1, x.a.b);
        thrice(b.c, odd.b, 1, x.b.c);
        thrice(a.c, even.c, -1, x.a.c);
        thrice(b.a, odd.c, 1, x.b.a);
        reduce();
    }

    /** (even, odd) = (x + y s)^2 = x^2 + xi y^2 + 2 x y s, where s^2 = xi. */
    private void sqrFq4(Fq2 even, Fq2 odd, Fq2 x, Fq2 y) {
        sum.add(x, y);
        wide[0].sqr(sum);
        wide[1].sqr(x);
        wide[2].sqr(y);
        wide[0].sub(wide[0], wide[1]);
        wide[0].sub(wide[0], wide[2]);
        wide[1].addXi(wide[1], wide[2]);
        wide[0].reduce(odd);
        wide[1].reduce(even);
    }

    /** out = 3 x + 2 sign y. */
    private static void thrice(Fq2 out, Fq2 x, int sign, Fq2 y) {
        x.times(x, 3);
        out.times(y, 2L * sign);
        out.add(out, x);
    }

    /** this = x^q. */
    void frobenius(Fq12 x) {
        frobenius(a.a, x.a.a, 0);
        frobenius(a.b, x.a.b, 2);
        frobenius(a.c, x.a.c, 4);
        frobenius(b.a, x.b.a, 1);
        frobenius(b.b, x.b.b, 3);
        frobenius(b.c, x.b.c, 5);
    }

    private static void frobenius(Fq2 out, Fq2 x, int k) {
        out.conjugate(x);
        out.mul(out, GAMMA[k]);
    }

    /** (x, y) = pi(px, py): Frobenius on the twist (section 3, step 4). */
    static void twistFrobenius(Fq2 x, Fq2 y, Fq2 px, Fq2 py) {
        frobenius(x, px, 2);
        frobenius(y, py, 3);
    }

    /** this = 1/x = (a - b w)/(a^2 - v b^2), or 0 for 0. */
    void invert(Fq12 x) {
        Fq6[] w = scratch();
        w[0].sqr(x.a);
        w[1].sqr(x.b);
        w[1].mulV(w[1]);
        w[0].sub(w[0], w[1]);
        w[0].invert(w[0]);
        a.mul(x.a, w[0]);
        b.mul(x.b, w[0]);
        b.negate(b);
        b.reduce();
    }

    private void reduce() {
        a.reduce();
        b.reduce();
    }

    boolean sameAs(Fq12 y) {
        return a.sameAs(y.a) && b.sameAs(y.b);
    }
}
