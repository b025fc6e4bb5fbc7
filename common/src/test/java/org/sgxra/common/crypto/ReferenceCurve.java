package org.sgxra.common.crypto;

import java.math.BigInteger;
import java.util.Optional;

/** P-256 as textbooks have it, slowly and without any library's code: what vectors are made and checked with. */
final class ReferenceCurve {
    static final BigInteger P = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    static final BigInteger N = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    static final BigInteger B = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    static final Point G = new Point(
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private ReferenceCurve() {}

    /** A point other than infinity, which is null. */
    record Point(BigInteger x, BigInteger y) {
        Point negated() {
            return new Point(x, P.subtract(y));
        }
    }

    static BigInteger rightSide(BigInteger x) {
        return x.pow(3).subtract(x.multiply(THREE)).add(B).mod(P);
    }

    static boolean isOnCurve(BigInteger x, BigInteger y) {
        return x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.multiply(y).mod(P).equals(rightSide(x));
    }

    /** One of the two points with this x, if there are any; p is 3 modulo 4. */
    static Optional<Point> at(BigInteger x) {
        BigInteger y = rightSide(x).modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        return isOnCurve(x, y) ? Optional.of(new Point(x, y)) : Optional.empty();
    }

    static Point add(Point a, Point b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        BigInteger slope;
        if (a.x().equals(b.x())) {
            if (!a.y().equals(b.y()) || a.y().signum() == 0) {
                return null;
            }
            slope = a.x().pow(2)
                    .subtract(BigInteger.ONE)
                    .multiply(THREE)
                    .multiply(a.y().shiftLeft(1).modInverse(P));
        } else {
            slope = b.y().subtract(a.y()).multiply(b.x().subtract(a.x()).mod(P).modInverse(P));
        }
        BigInteger x = slope.pow(2).subtract(a.x()).subtract(b.x()).mod(P);
        return new Point(x, slope.multiply(a.x().subtract(x)).subtract(a.y()).mod(P));
    }

    static Point times(BigInteger scalar, Point point) {
        Point sum = null;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            sum = scalar.testBit(bit) ? add(sum, point) : sum;
        }
        return sum;
    }

    /** Whether r, s is an ECDSA signature over a message with this hash (FIPS 186-4 section 6.4). */
    static boolean verifies(Point key, BigInteger hash, BigInteger r, BigInteger s) {
        if (r.signum() <= 0 || s.signum() <= 0 || r.compareTo(N) >= 0 || s.compareTo(N) >= 0) {
            return false;
        }
        BigInteger inverse = s.modInverse(N);
        Point sum = add(
                times(hash.multiply(inverse).mod(N), G),
                times(r.multiply(inverse).mod(N), key));
        return sum != null && sum.x().mod(N).equals(r);
    }
}
