package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.Arrays;

/** Points of the twist y^2 = x^3 + 3/xi, of whatever order. */
final class TwistPoint {
    private TwistPoint() {}

    /** The 128 bytes of a point with this x, or null if there is none. */
    static byte[] withX(Fq2 x) {
        Fq2 square = new Fq2();
        square.sqr(x);
        square.mul(square, x);
        Fq2 three = Fq2.of(FqBytes.of(BigInteger.valueOf(3)), new Fq());
        Fq2 xi = Fq2.of(FqBytes.of(BigInteger.TWO), FqBytes.of(BigInteger.ONE));
        xi.invert(xi);
        three.mul(three, xi);
        square.add(square, three);
        square.reduce();
        // a + b i = (c + d i)^2 with c^2 = (a + |a + b i|)/2 and d = b/(2 c)
        Fq norm = new Fq();
        Fq squareOfIm = new Fq();
        norm.sqr(square.re);
        squareOfIm.sqr(square.im);
        norm.add(norm, squareOfIm);
        Fq length = FqPowers.root(norm);
        if (length == null) {
            return null;
        }
        Fq half = new Fq();
        FqPowers.invert(half, FqBytes.of(BigInteger.TWO));
        for (int sign : new int[] {1, -1}) {
            Fq c = new Fq();
            c.times(length, sign);
            c.add(c, square.re);
            c.mul(c, half);
            c = FqPowers.root(c);
            if (c != null) {
                Fq d = new Fq();
                FqPowers.invert(d, c);
                d.mul(d, half);
                d.mul(d, square.im);
                byte[] point = Arrays.copyOf(encoded(x), G2.SIZE);
                System.arraycopy(encoded(Fq2.of(c, d)), 0, point, Fq2.SIZE, Fq2.SIZE);
                return point;
            }
        }
        return null;
    }

    private static byte[] encoded(Fq2 a) {
        byte[] out = new byte[Fq2.SIZE];
        a.write(out, 0);
        return out;
    }
}
