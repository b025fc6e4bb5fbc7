package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** An immutable element of G2: the subgroup of order p of y^2 = x^3 + 3/xi over Fq2 (docs/spec/epid2.md, section 2.1). */
public final class G2 {
    /** Length of the encoding x0 | x1 | y0 | y1 in bytes, where x = x0 + x1 i; infinity is all zero. */
    public static final int SIZE = 2 * Fq2.SIZE;

    public static final G2 INFINITY = new G2(new Fq2(), new Fq2(), true);
    public static final G2 GENERATOR = new G2(
            Fq2.of(
                    "E20171C54AA3DA0521670413743CCF22D25D52683D32470EF6021343BF282394",
                    "592D1EF653A85A8046CCDC254FBB565643433BF6289653E27DF7B212BAA189BE"),
            Fq2.of(
                    "AE60A4E751FFD350C621E703312826BD55E8B59A4D916838414DB822DD2335AE",
                    "1AB442F989AFE5ADF80274F87645E2532CDC61819093D6132C90FE8951B92421"),
            false);

    /** The factor that pi multiplies the elements of G2 by. */
    private static final BigInteger SIX_U_SQUARED = Bn.polynomial(6, 0, 0);

    private static final Fq2 B = Fq2.of(
            "999999999997C3AE5DBD2B05C2442F92A15109FD0B28064E7EB24EB7027EB673",
            "333333333332968F749463AC9616BA8635C5ADFF03B8021A2A3B6F92562A3CD0");

    final Fq2 x;
    final Fq2 y;
    private final boolean infinity;

    private G2(Fq2 x, Fq2 y, boolean infinity) {
        this.x = x;
        this.y = y;
        this.infinity = infinity;
    }

    /** Reads 128 bytes, big-endian; empty unless they are infinity or an element of G2 (the order is checked). */
    public static Optional<G2> parse(byte[] in, int offset) {
        if (G1.isZero(in, offset, SIZE)) {
            return Optional.of(INFINITY);
        }
        Fq2 x = Fq2.read(in, offset);
        Fq2 y = Fq2.read(in, offset + Fq2.SIZE);
        if (x == null || y == null || !isOnCurve(x, y)) {
            return Optional.empty();
        }
        G2 point = new G2(x, y, false);
        return point.hasOrderP() ? Optional.of(point) : Optional.empty();
    }

    /**
     * Whether p times this point is infinity, in half the time: exactly then pi of it is 6u^2 times it. For pi^2 - t pi + q = 0
     * on the whole twist, t = 6u^2 + 1, so that pi = t - 1 at a point says that q - t + 1 = p times it is infinity; and on the
     * only subgroup of order p pi is t - 1.
     */
    private boolean hasOrderP() {
        Fq2 imageX = new Fq2();
        Fq2 imageY = new Fq2();
        Fq12.twistFrobenius(imageX, imageY, x, y);
        imageY.negate(imageY);
        imageY.reduce();
        G2Jacobian difference = times(SIX_U_SQUARED);
        difference.add(imageX, imageY);
        return difference.isInfinity();
    }

    private static boolean isOnCurve(Fq2 x, Fq2 y) {
        Fq2 right = new Fq2();
        right.sqr(x);
        right.mul(right, x);
        right.add(right, B);
        Fq2 left = new Fq2();
        left.sqr(y);
        return left.sameAs(right);
    }

    /** The 128 bytes x0 | x1 | y0 | y1. */
    public byte[] encode() {
        byte[] out = new byte[SIZE];
        if (!infinity) {
            x.write(out, 0);
            y.write(out, Fq2.SIZE);
        }
        return out;
    }

    public boolean isInfinity() {
        return infinity;
    }

    /** This point k times, for any integer k. */
    public G2 multiply(BigInteger k) {
        return affine(times(k.mod(Bn.P)));
    }

    private G2Jacobian times(BigInteger k) {
        G2Jacobian sum = new G2Jacobian();
        if (infinity) {
            return sum;
        }
        Fq2 minusY = new Fq2();
        minusY.negate(y);
        minusY.reduce();
        byte[] digits = SignedWindows.digits(k, 2);
        for (int i = digits.length - 1; i >= 0; i--) {
            sum.twice();
            if (digits[i] != 0) {
                sum.add(x, digits[i] > 0 ? y : minusY);
            }
        }
        return sum;
    }

    private static G2 affine(G2Jacobian p) {
        if (p.isInfinity()) {
            return INFINITY;
        }
        Fq2 inverse = new Fq2();
        inverse.invert(p.z);
        Fq2 square = new Fq2();
        square.sqr(inverse);
        Fq2 affineX = new Fq2();
        affineX.mul(p.x, square);
        Fq2 affineY = new Fq2();
        affineY.mul(square, inverse);
        affineY.mul(affineY, p.y);
        return new G2(affineX, affineY, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof G2 that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
