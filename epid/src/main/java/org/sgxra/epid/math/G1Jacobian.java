package org.sgxra.epid.math;

import java.util.ArrayList;
import java.util.List;

/** A mutable point (X/Z^2, Y/Z^3) of G1; infinity has Z = 0. All coordinates are tight between operations. */
final class G1Jacobian {
    final Fq x = new Fq();
    final Fq y = new Fq();
    final Fq z = new Fq();
    private boolean infinity = true;
    private final Fq r = new Fq();
    private final Fq s = new Fq();
    private final Fq t = new Fq();
    private final Fq u = new Fq();
    private final Fq v = new Fq();
    private final FqWide wide = new FqWide();
    private final FqWide wide2 = new FqWide();

    boolean isInfinity() {
        return infinity;
    }

    void set(G1Jacobian p) {
        x.set(p.x);
        y.set(p.y);
        z.set(p.z);
        infinity = p.infinity;
    }

    /** this = (px, py), a point that is not infinity. */
    void set(Fq px, Fq py) {
        x.set(px);
        y.set(py);
        z.setOne();
        infinity = false;
    }

    /** this = 2 this. There is no point of order 2, so the result is infinity for infinity only. */
    void twice() {
        if (infinity) {
            return;
        }
        z.mul(z, y);
        z.times(z, 2);
        z.reduce();
        r.sqr(x);
        r.times(r, 3);
        s.sqr(y);
        t.mul(x, s);
        t.times(t, 4);
        x.sqr(r);
        u.times(t, 2);
        x.sub(x, u);
        x.reduce();
        t.sub(t, x);
        // y = r t - 2 (2 s)^2
        s.times(s, 2);
        wide2.sqr(s);
        wide.mul(r, t);
        wide.add(wide, -2, wide2);
        wide.reduce(y);
    }

    /** this = this + p for sign = 1, this - p for sign = -1. */
    void add(G1 p, int sign) {
        if (!p.isInfinity()) {
            add(p.x, p.y, sign);
        }
    }

    /** this = this + (px, py), or this - (px, py) for sign = -1; (px, py) is affine and not infinity. */
    void add(Fq px, Fq py, int sign) {
        if (infinity) {
            set(px, py);
            y.times(y, sign);
            y.reduce();
            return;
        }
        r.sqr(z);
        s.mul(r, z);
        r.mul(r, px);
        s.mul(s, py);
        s.times(s, sign);
        addScaled(x, y);
    }

    /** this = this + p. */
    void add(G1Jacobian p) {
        if (infinity || p.infinity) {
            set(infinity ? p : this);
            return;
        }
        // both points over the common denominator Z1 Z2: u, v are this point, r, s the other
        r.sqr(z);
        s.mul(r, z);
        r.mul(r, p.x);
        s.mul(s, p.y);
        v.sqr(p.z);
        u.mul(v, x);
        v.mul(v, p.z);
        v.mul(v, y);
        x.set(u);
        y.set(v);
        z.mul(z, p.z);
        addScaled(x, y);
    }

    /** this = (x1, y1) + (r, s), where both have the denominator z; x1 and y1 are this point's own. */
    private void addScaled(Fq x1, Fq y1) {
        r.sub(r, x1);
        s.sub(s, y1);
        if (r.isZero()) {
            if (s.isZero()) {
                twice();
            } else {
                infinity = true;
            }
            return;
        }
        z.mul(z, r);
        t.sqr(r);
        u.mul(t, x1);
        t.mul(t, r);
        wide2.mul(t, y1);
        x.sqr(s);
        x.sub(x, t);
        t.times(u, 2);
        x.sub(x, t);
        x.reduce();
        u.sub(u, x);
        // y = s u - t y1
        wide.mul(s, u);
        wide.sub(wide, wide2);
        wide.reduce(y);
    }

    /** The same points as affine ones, with one inversion for all of them. */
    static G1[] toAffine(G1Jacobian... points) {
        List<Fq> inverses = new ArrayList<>();
        for (G1Jacobian p : points) {
            if (!p.infinity) {
                Fq inverse = new Fq();
                inverse.set(p.z);
                inverses.add(inverse);
            }
        }
        FqPowers.invertAll(inverses);
        G1[] affine = new G1[points.length];
        int next = 0;
        for (int i = 0; i < points.length; i++) {
            affine[i] = points[i].infinity ? G1.INFINITY : points[i].scaledBy(inverses.get(next++));
        }
        return affine;
    }

    private G1 scaledBy(Fq inverse) {
        Fq square = new Fq();
        square.sqr(inverse);
        Fq affineX = new Fq();
        affineX.mul(x, square);
        square.mul(square, inverse);
        square.mul(square, y);
        return new G1(affineX, square);
    }
}
