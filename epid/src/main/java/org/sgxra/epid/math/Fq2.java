package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A mutable element re + im i of Fq2 = Fq[i]/(i^2 + 1) (docs/spec/epid2.md, section 2.2).
 *
 * <p>Bounds are those of {@link Fq}: products are tight, sums are not. Every operation writes this object only and may be
 * given this object as an operand.
 */
final class Fq2 {
    static final int SIZE = 2 * FqBytes.SIZE;

    final Fq re = new Fq();
    final Fq im = new Fq();
    private Fq t;
    private Fq u;
    private Fq2Wide wide;

    static Fq2 of(Fq re, Fq im) {
        Fq2 a = new Fq2();
        a.re.set(re);
        a.im.set(im);
        return a;
    }

    static Fq2 of(String re, String im) {
        return of(FqBytes.of(new BigInteger(re, 16)), FqBytes.of(new BigInteger(im, 16)));
    }

    /** Reads 64 bytes re | im; null if either is not below q. */
    static Fq2 read(byte[] in, int offset) {
        Fq re = FqBytes.read(in, offset);
        Fq im = FqBytes.read(in, offset + FqBytes.SIZE);
        return re == null || im == null ? null : of(re, im);
    }

    void write(byte[] out, int offset) {
        FqBytes.write(re, out, offset);
        FqBytes.write(im, out, offset + FqBytes.SIZE);
    }

    /** Scratch space, which constants and table entries never need. */
    private void scratch() {
        if (t == null) {
            t = new Fq();
            u = new Fq();
        }
    }

    void set(Fq2 a) {
        re.set(a.re);
        im.set(a.im);
    }

    void setZero() {
        re.setZero();
        im.setZero();
    }

    void setOne() {
        re.setOne();
        im.setZero();
    }

    void add(Fq2 a, Fq2 b) {
        re.add(a.re, b.re);
        im.add(a.im, b.im);
    }

    void sub(Fq2 a, Fq2 b) {
        re.sub(a.re, b.re);
        im.sub(a.im, b.im);
    }

    void negate(Fq2 a) {
        re.negate(a.re);
        im.negate(a.im);
    }

    void times(Fq2 a, long k) {
        re.times(a.re, k);
        im.times(a.im, k);
    }

    void conjugate(Fq2 a) {
        re.set(a.re);
        im.negate(a.im);
    }

    /** this = a b; a and b may be sums of up to 7 tight terms. */
    void mul(Fq2 a, Fq2 b) {
        if (wide == null) {
            wide = new Fq2Wide();
        }
        wide.mul(a, b);
        wide.reduce(this);
    }

    void mul(Fq2 a, Fq k) {
        re.mul(a.re, k);
        im.mul(a.im, k);
    }

    /** this = a^2; a may be a sum of up to four tight terms. */
    void sqr(Fq2 a) {
        scratch();
        t.add(a.re, a.im);
        u.sub(a.re, a.im);
        im.times(a.im, 2);
        im.mul(im, a.re);
        re.mul(t, u);
    }

    /** this = (2 + i) a, three times as loose as a. */
    void mulXi(Fq2 a) {
        scratch();
        t.times(a.re, 2);
        t.sub(t, a.im);
        u.times(a.im, 2);
        im.add(u, a.re);
        re.set(t);
    }

    /** this = 1/a, or 0 for 0. */
    void invert(Fq2 a) {
        set(a);
        invertAll(List.of(this));
    }

    /** Replaces each number, none of them 0, by its inverse. */
    static void invertAll(List<Fq2> numbers) {
        List<Fq> norms = new ArrayList<>();
        for (Fq2 a : numbers) {
            Fq norm = new Fq();
            Fq square = new Fq();
            norm.sqr(a.re);
            square.sqr(a.im);
            norm.add(norm, square);
            norms.add(norm);
        }
        FqPowers.invertAll(norms);
        for (int i = 0; i < norms.size(); i++) {
            Fq2 a = numbers.get(i);
            a.conjugate(a);
            a.mul(a, norms.get(i));
        }
    }

    void reduce() {
        re.reduce();
        im.reduce();
    }

    /** Reduces, and tells whether the number is 0. */
    @SuppressWarnings("ShortCircuitBoolean") // both are to be reduced
    boolean isZero() {
        return re.isZero() & im.isZero();
    }

    boolean sameAs(Fq2 b) {
        return re.sameAs(b.re) && im.sameAs(b.im);
    }
}
