package org.sgxra.epid.math;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** An immutable point of G1: y^2 = x^3 + 3 over Fq, order p, cofactor 1 (docs/spec/epid2.md, section 2.1). */
public final class G1 {
    /** Length of the encoding x | y in bytes; infinity is all zero. */
    public static final int SIZE = 2 * FqBytes.SIZE;

    public static final G1 INFINITY = new G1();
    /** The generator (1, 2). */
    public static final G1 GENERATOR = new G1(FqBytes.of(BigInteger.ONE), FqBytes.of(BigInteger.TWO));

    private static final Fq THREE = FqBytes.of(BigInteger.valueOf(3));
    /** 2^256 as a number of Fq: the historic Montgomery factor. */
    private static final Fq OLD_R = FqBytes.of(BigInteger.ONE.shiftLeft(256));

    final Fq x;
    final Fq y;
    private final boolean infinity;

    private G1() {
        x = new Fq();
        y = new Fq();
        infinity = true;
    }

    /** A point that is on the curve and not infinity; takes over its coordinates. */
    G1(Fq x, Fq y) {
        this.x = x;
        this.y = y;
        this.infinity = false;
    }

    /** Reads 64 bytes x | y, big-endian; empty unless they are infinity or a point of the curve with x, y below q. */
    public static Optional<G1> parse(byte[] in, int offset) {
        if (isZero(in, offset, SIZE)) {
            return Optional.of(INFINITY);
        }
        Fq x = FqBytes.read(in, offset);
        Fq y = FqBytes.read(in, offset + FqBytes.SIZE);
        if (x == null || y == null) {
            return Optional.empty();
        }
        Fq square = new Fq();
        square.sqr(y);
        return square.sameAs(curve(x)) ? Optional.of(new G1(x, y)) : Optional.empty();
    }

    /** One of the two points with this x (32 bytes, big-endian); empty if there is none. The other is its {@link #negate}. */
    public static Optional<G1> withX(byte[] in, int offset) {
        Fq x = FqBytes.read(in, offset);
        Fq y = x == null ? null : FqPowers.root(curve(x));
        return y == null ? Optional.empty() : Optional.of(new G1(x, y));
    }

    /**
     * Hashes a message to a point (section 4.3). Of the two points with the x found, it is the one whose y times 2^256 is
     * even modulo q: the original library looked at the Montgomery form, and all basenames depend on that.
     */
    public static G1 hash(MessageDigest digest, byte[] message) {
        for (int i = 0; ; i++) {
            digest.update(new byte[] {(byte) (i >> 24), (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            Fq x = FqBytes.of(new BigInteger(1, digest.digest(message)));
            Fq y = FqPowers.root(curve(x));
            if (y != null) {
                Fq parity = new Fq();
                parity.mul(y, OLD_R);
                if (FqBytes.toInteger(parity).testBit(0)) {
                    y.negate(y);
                    y.reduce();
                }
                return new G1(x, y);
            }
        }
    }

    /** x^3 + 3. */
    private static Fq curve(Fq x) {
        Fq value = new Fq();
        value.sqr(x);
        value.mul(value, x);
        value.add(value, THREE);
        value.reduce();
        return value;
    }

    static boolean isZero(byte[] in, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (in[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The 64 bytes x | y. */
    public byte[] encode() {
        byte[] out = new byte[SIZE];
        if (!infinity) {
            FqBytes.write(x, out, 0);
            FqBytes.write(y, out, FqBytes.SIZE);
        }
        return out;
    }

    public boolean isInfinity() {
        return infinity;
    }

    /** The inverse element. */
    public G1 negate() {
        if (infinity) {
            return this;
        }
        Fq minusY = new Fq();
        minusY.negate(y);
        minusY.reduce();
        return new G1(x, minusY);
    }

    /** The group operation. */
    public G1 add(G1 other) {
        G1Jacobian sum = new G1Jacobian();
        sum.add(this, 1);
        sum.add(other, 1);
        return G1Jacobian.toAffine(sum)[0];
    }

    /** This point k times, for any integer k. */
    public G1 multiply(BigInteger k) {
        return G1Sum.of(k, this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof G1 that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
