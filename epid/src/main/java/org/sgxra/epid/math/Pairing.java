package org.sgxra.epid.math;

import java.util.ArrayList;
import java.util.List;

/**
 * The optimal ate pairing e(P, Q) with the exact exponent (q^12 - 1)/p (docs/spec/epid2.md, section 3), and products of
 * such pairings, which share their squarings and their final exponentiation.
 */
public final class Pairing {
    private static final byte[] T_DIGITS = SignedWindows.digits(Bn.T, 3);

    private final List<PairingLines> lines = new ArrayList<>();
    private final List<Fq> xOverY = new ArrayList<>();
    private final List<Fq> oneOverY = new ArrayList<>();

    /** e(P, Q). */
    public static Gt of(G1 p, G2 q) {
        return new Pairing().times(p, new PairingLines(q)).value();
    }

    /** Multiplies by e(P, Q), where Q is given by its lines. */
    public Pairing times(G1 p, PairingLines q) {
        if (!p.isInfinity() && q.size() > 0) {
            Fq inverse = new Fq();
            inverse.set(p.y);
            lines.add(q);
            xOverY.add(p.x);
            oneOverY.add(inverse);
        }
        return this;
    }

    /** The product of all pairings so far. */
    public Gt value() {
        return new Gt(finalPower(loop()));
    }

    /** The value of the function with the divisor that the loop walks through, up to factors that the final power removes. */
    private Fq12 loop() {
        FqPowers.invertAll(oneOverY);
        for (int i = 0; i < xOverY.size(); i++) {
            Fq quotient = new Fq();
            quotient.mul(xOverY.get(i), oneOverY.get(i));
            quotient.negate(quotient);
            xOverY.set(i, quotient);
        }
        Fq12 f = new Fq12();
        f.setOne();
        int step = 0;
        for (int i = PairingLines.LOOP.length - 2; i >= 0; i--) {
            f.sqr(f);
            mulLines(f, step++);
            if (PairingLines.LOOP[i] != 0) {
                mulLines(f, step++);
            }
        }
        // u is negative
        f.conjugate(f);
        mulLines(f, step++);
        mulLines(f, step);
        return f;
    }

    /** f = f times the step's line of every pairing, each divided by yP: 1 - slope xP/yP w + constant/yP w^3. */
    private void mulLines(Fq12 f, int step) {
        Fq2 slope = new Fq2();
        Fq2 constant = new Fq2();
        for (int i = 0; i < lines.size(); i++) {
            slope.mul(lines.get(i).slope(step), xOverY.get(i));
            constant.mul(lines.get(i).constant(step), oneOverY.get(i));
            f.mulLine(f, slope, constant);
        }
    }

    private static Fq12 finalPower(Fq12 value) {
        // f^(q^6 - 1), then ^(q^2 + 1)
        Fq12 f = new Fq12();
        Fq12 t = new Fq12();
        t.invert(value);
        f.conjugate(value);
        f.mul(f, t);
        t.frobenius(f);
        t.frobenius(t);
        f.mul(f, t);
        return hardPart(f);
    }

    /** f^((q^4 - q^2 + 1)/p) = y0 y1^2 y2^6 y3^12 y4^18 y5^30 y6^36 by the addition chain of Scott and others. */
    private static Fq12 hardPart(Fq12 f) {
        Fq12 fu = powerOfU(f);
        Fq12 fu2 = powerOfU(fu);
        Fq12 fu3 = powerOfU(fu2);
        Fq12 fuQ = image(fu);
        Fq12 fu2Q = image(fu2);

        Fq12 y0 = image(f);
        Fq12 fQ2 = image(y0);
        y0.mul(y0, fQ2);
        y0.mul(y0, image(fQ2));
        Fq12 y1 = conjugate(f);
        Fq12 y2 = image(fu2Q);
        Fq12 y3 = conjugate(fuQ);
        Fq12 y4 = product(fu, fu2Q);
        y4.conjugate(y4);
        Fq12 y5 = conjugate(fu2);
        Fq12 y6 = product(fu3, image(fu3));
        y6.conjugate(y6);

        Fq12 a = new Fq12();
        a.sqrCyclotomic(y6);
        a.mul(a, y4);
        a.mul(a, y5);
        Fq12 b = product(y3, y5);
        b.mul(b, a);
        a.mul(a, y2);
        b.sqrCyclotomic(b);
        b.mul(b, a);
        b.sqrCyclotomic(b);
        a.mul(b, y1);
        b.mul(b, y0);
        a.sqrCyclotomic(a);
        a.mul(a, b);
        return a;
    }

    /** x^u; u is negative. Digits are 1 and 3. */
    private static Fq12 powerOfU(Fq12 x) {
        Fq12 cube = new Fq12();
        cube.sqrCyclotomic(x);
        cube.mul(cube, x);
        Fq12[] powers = {x, cube};
        Fq12[] inverses = {conjugate(x), conjugate(cube)};
        Fq12 power = null;
        for (int i = T_DIGITS.length - 1; i >= 0; i--) {
            if (power != null) {
                power.sqrCyclotomic(power);
            }
            int digit = T_DIGITS[i];
            if (digit != 0) {
                Fq12 factor = digit > 0 ? powers[digit >> 1] : inverses[-digit >> 1];
                if (power == null) {
                    power = new Fq12();
                    power.set(factor);
                } else {
                    power.mul(power, factor);
                }
            }
        }
        power.conjugate(power);
        return power;
    }

    private static Fq12 image(Fq12 x) {
        Fq12 image = new Fq12();
        image.frobenius(x);
        return image;
    }

    private static Fq12 conjugate(Fq12 x) {
        Fq12 conjugate = new Fq12();
        conjugate.conjugate(x);
        return conjugate;
    }

    private static Fq12 product(Fq12 x, Fq12 y) {
        Fq12 product = new Fq12();
        product.mul(x, y);
        return product;
    }
}
