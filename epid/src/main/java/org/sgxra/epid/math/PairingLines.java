package org.sgxra.epid.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines that a point Q of G2 contributes to its pairings, whatever the point of G1 (docs/spec/epid2.md, section 3).
 * A line is (slope, constant): at P it is yP - slope xP w + constant w^3, constant = slope x - y for any (x, y) on it.
 */
public final class PairingLines {
    /** Digits of |6u + 2|, the length of the loop, each -1, 0 or 1; the topmost is 1. */
    static final byte[] LOOP = loop();

    private static final class OfGenerator {
        private static final PairingLines LINES = new PairingLines(G2.GENERATOR);
    }

    private final List<Fq2> slopes = new ArrayList<>();
    private final List<Fq2> constants = new ArrayList<>();

    /** Prepares a point for pairings; a tenth of the work of a pairing. */
    public PairingLines(G2 q) {
        if (!q.isInfinity()) {
            new Walk(q).finish();
        }
    }

    /** The lines of the generator of G2, computed at their first use. */
    public static PairingLines ofGenerator() {
        return OfGenerator.LINES;
    }

    private static byte[] loop() {
        byte[] digits = SignedWindows.digits(Bn.polynomial(6, 2).negate(), 2);
        int length = digits.length;
        while (digits[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(digits, length);
    }

    /** Number of lines: none for infinity. */
    int size() {
        return slopes.size();
    }

    Fq2 slope(int i) {
        return slopes.get(i);
    }

    Fq2 constant(int i) {
        return constants.get(i);
    }

    /** The way of T from Q through the loop, in projective coordinates until all denominators are known. */
    private final class Walk {
        private final G2 q;
        private final G2Jacobian t = new G2Jacobian();
        private final List<Fq2> denominators = new ArrayList<>();
        private final List<Fq2> xs = new ArrayList<>();
        private final List<Fq2> ys = new ArrayList<>();
        /** Which denominator the point (x, y) of a line has; -1 if it is affine. */
        private final List<Integer> pointDenominators = new ArrayList<>();

        Walk(G2 q) {
            this.q = q;
            t.set(q.x, q.y);
            Fq2 minusY = copy(q.y);
            minusY.negate(minusY);
            minusY.reduce();
            for (int i = LOOP.length - 2; i >= 0; i--) {
                twice();
                if (LOOP[i] != 0) {
                    add(q.x, LOOP[i] > 0 ? q.y : minusY);
                }
            }
            t.negate();
            addImages();
        }

        /** The two last lines: to pi(Q) and to -pi^2(Q). */
        private void addImages() {
            Fq2 x = copy(q.x);
            Fq2 y = copy(q.y);
            Fq12.twistFrobenius(x, y, x, y);
            add(copy(x), copy(y));
            Fq12.twistFrobenius(x, y, x, y);
            y.negate(y);
            y.reduce();
            add(x, y);
        }

        private void twice() {
            xs.add(copy(t.x));
            ys.add(copy(t.y));
            pointDenominators.add(denominators.size() - 1);
            t.twice();
            record();
        }

        private void add(Fq2 x, Fq2 y) {
            xs.add(x);
            ys.add(y);
            pointDenominators.add(-1);
            t.add(x, y);
            record();
        }

        private void record() {
            slopes.add(copy(t.slope));
            denominators.add(copy(t.z));
        }

        private Fq2 copy(Fq2 a) {
            return Fq2.of(a.re, a.im);
        }

        /** Divides by the denominators. */
        void finish() {
            Fq2.invertAll(denominators);
            Fq2 power = new Fq2();
            Fq2 x = new Fq2();
            for (int i = 0; i < slopes.size(); i++) {
                Fq2 slope = slopes.get(i);
                slope.mul(slope, denominators.get(i));
                Fq2 constant = copy(ys.get(i));
                x.set(xs.get(i));
                if (pointDenominators.get(i) >= 0) {
                    Fq2 inverse = denominators.get(pointDenominators.get(i));
                    power.sqr(inverse);
                    x.mul(x, power);
                    power.mul(power, inverse);
                    constant.mul(constant, power);
                }
                x.mul(x, slope);
                constant.sub(x, constant);
                constant.reduce();
                constants.add(constant);
            }
        }
    }
}
