package org.sgxra.epid.math;

/** A mutable point (X/Z^2, Y/Z^3) of the twist that G2 lies on. All coordinates are tight between operations. */
final class G2Jacobian {
    final Fq2 x = new Fq2();
    final Fq2 y = new Fq2();
    final Fq2 z = new Fq2();
    /** After a doubling or addition that is not infinity: the slope of its line times the new Z. */
    final Fq2 slope = new Fq2();

    private boolean infinity = true;
    private final Fq2 r = new Fq2();
    private final Fq2 s = new Fq2();
    private final Fq2 t = new Fq2();

    boolean isInfinity() {
        return infinity;
    }

    /** this = (px, py), a point that is not infinity. */
    void set(Fq2 px, Fq2 py) {
        x.set(px);
        y.set(py);
        z.setOne();
        infinity = false;
    }

    void negate() {
        y.negate(y);
        y.reduce();
    }

    /** this = 2 this. The twist has no point of order 2: its order p (2q - p) is odd. */
    void twice() {
        if (infinity) {
            return;
        }
        z.mul(z, y);
        z.times(z, 2);
        z.reduce();
        slope.sqr(x);
        slope.times(slope, 3);
        slope.reduce();
        s.sqr(y);
        t.mul(x, s);
        t.times(t, 4);
        x.sqr(slope);
        r.times(t, 2);
        x.sub(x, r);
        x.reduce();
        t.sub(t, x);
        s.times(s, 2);
        s.sqr(s);
        s.times(s, 2);
        y.mul(slope, t);
        y.sub(y, s);
        y.reduce();
    }

    /** this = this + (px, py), which is affine and not infinity. */
    void add(Fq2 px, Fq2 py) {
        if (infinity) {
            set(px, py);
            return;
        }
        r.sqr(z);
        slope.mul(r, z);
        r.mul(r, px);
        slope.mul(slope, py);
        r.sub(r, x);
        slope.sub(slope, y);
        slope.reduce();
        if (r.isZero()) {
            if (slope.isZero()) {
                twice();
            } else {
                infinity = true;
            }
            return;
        }
        z.mul(z, r);
        t.sqr(r);
        s.mul(t, x);
        t.mul(t, r);
        r.mul(t, y);
        x.sqr(slope);
        x.sub(x, t);
        t.times(s, 2);
        x.sub(x, t);
        x.reduce();
        s.sub(s, x);
        y.mul(slope, s);
        y.sub(y, r);
        y.reduce();
    }
}
