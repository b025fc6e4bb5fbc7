package org.sgxra.common.crypto;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.util.Objects;
import org.sgxra.common.bytes.ByteString;

/** A P-256 public key (FIPS 186-4 D.1.2.3): a point of the curve other than infinity, which is checked when it is made. */
public final class P256PublicKey {
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final BigInteger x;
    private final BigInteger y;
    /** The same key as the library has it; null until it is needed. */
    private volatile PublicKey libraryKey;

    private P256PublicKey(BigInteger x, BigInteger y) {
        this.x = x;
        this.y = y;
    }

    /** Takes the two coordinates. */
    public static P256PublicKey of(BigInteger x, BigInteger y) throws InvalidPointException {
        // The curve has no point with both coordinates zero, so infinity in its usual disguise fails here as well.
        if (x.signum() < 0
                || y.signum() < 0
                || x.compareTo(P) >= 0
                || y.compareTo(P) >= 0
                || !y.multiply(y)
                        .mod(P)
                        .equals(x.multiply(x).subtract(THREE).multiply(x).add(B).mod(P))) {
            throw new InvalidPointException("not a point on P-256");
        }
        return new P256PublicKey(x, y);
    }

    /** The public key of a pair that a library has just made: it is a point. */
    static P256PublicKey ofGenerated(ECPoint point) {
        return new P256PublicKey(point.getAffineX(), point.getAffineY());
    }

    /** Takes a point of the JDK's. */
    public static P256PublicKey of(ECPoint point) throws InvalidPointException {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            throw new InvalidPointException("the point at infinity");
        }
        return of(point.getAffineX(), point.getAffineY());
    }

    /** Reads x, y as SGX structures have them: 64 bytes, each coordinate little-endian. */
    public static P256PublicKey fromLittleEndian(ByteString bytes) throws InvalidPointException {
        require64(bytes);
        return of(
                number(bytes.slice(0, 32).reversed()),
                number(bytes.slice(32, 64).reversed()));
    }

    /** Reads x, y as people write them: 64 bytes, each coordinate big-endian. */
    public static P256PublicKey fromBigEndian(ByteString bytes) throws InvalidPointException {
        require64(bytes);
        return of(number(bytes.slice(0, 32)), number(bytes.slice(32, 64)));
    }

    private static void require64(ByteString bytes) throws InvalidPointException {
        if (bytes.size() != 64) {
            throw new InvalidPointException("a P-256 public key has 64 bytes, not " + bytes.size());
        }
    }

    private static BigInteger number(ByteString bigEndian) {
        return new BigInteger(1, bigEndian.toArray());
    }

    /** x coordinate. */
    public BigInteger x() {
        return x;
    }

    /** y coordinate. */
    public BigInteger y() {
        return y;
    }

    /** The JDK's form of the point. */
    public ECPoint toEcPoint() {
        return new ECPoint(x, y);
    }

    /** x, y, 64 bytes, each coordinate little-endian. */
    public ByteString littleEndian() {
        return ByteString.concat(
                P256Scalars.bigEndian(x).reversed(), P256Scalars.bigEndian(y).reversed());
    }

    /** x, y, 64 bytes, each coordinate big-endian. */
    public ByteString bigEndian() {
        return ByteString.concat(P256Scalars.bigEndian(x), P256Scalars.bigEndian(y));
    }

    /** What {@link #keep} was given, or null. */
    PublicKey libraryKeyOrNull() {
        return libraryKey;
    }

    /** Keeps the library's form of this key for its next use. */
    void keep(PublicKey key) {
        libraryKey = key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof P256PublicKey that && x.equals(that.x) && y.equals(that.y);
    }

    @Override
    public int hashCode() {
        return Objects.hash(x, y);
    }

    /** x and y, big-endian, as hexadecimal digits. */
    @Override
    public String toString() {
        return bigEndian().hex();
    }
}
