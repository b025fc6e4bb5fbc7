package org.sgxra.epid.math;

/** A mutable sum of products of elements of Fq2 that is not reduced yet; {@link FqWide} says how large it may get. */
final class Fq2Wide {
    private final FqWide re = new FqWide();
    private final FqWide im = new FqWide();
    private final FqWide w = new FqWide();
    private final Fq s = new Fq();
    private final Fq t = new Fq();

    /** this = a b with three multiplications in Fq (Karatsuba); a of up to 7 tight terms, b of up to 15. */
    void mul(Fq2 a, Fq2 b) {
        s.add(a.re, a.im);
        t.add(b.re, b.im);
        im.mul(s, t);
        re.mul(a.re, b.re);
        w.mul(a.im, b.im);
        im.sub(im, re);
        im.sub(im, w);
        re.sub(re, w);
    }

    /** this = a^2; a of up to 7 tight terms. */
    void sqr(Fq2 a) {
        s.add(a.re, a.im);
        t.sub(a.re, a.im);
        re.mul(s, t);
        t.times(a.im, 2);
        im.mul(a.re, t);
    }

    void add(Fq2Wide a, Fq2Wide b) {
        re.add(a.re, b.re);
        im.add(a.im, b.im);
    }

    void sub(Fq2Wide a, Fq2Wide b) {
        re.sub(a.re, b.re);
        im.sub(a.im, b.im);
    }

    /** this = a + (2 + i) b, where b is not this object. */
    void addXi(Fq2Wide a, Fq2Wide b) {
        re.add(a.re, 2, b.re);
        re.sub(re, b.im);
        im.add(a.im, 2, b.im);
        im.add(im, b.re);
    }

    /** out = this / R, tight. */
    void reduce(Fq2 out) {
        re.reduce(out.re);
        im.reduce(out.im);
    }
}
