package org.sgxra.common.crypto;

import java.math.BigInteger;
import java.security.PrivateKey;
import org.sgxra.common.bytes.SecretBytes;

/** A P-256 private key: 32 bytes, big-endian, from 1 to the order of the curve less 1; wiped by {@link #close}. */
public final class P256PrivateKey implements AutoCloseable {
    /** Bytes of a number that {@link #fromWide} takes: 64 bits more than a key has. */
    public static final int WIDE_SIZE = 40;

    private final SecretBytes scalar;
    /** The same key as the library has it, which takes as long to make as a signature. Null until it is needed, and after the end. */
    private volatile PrivateKey libraryKey;

    private P256PrivateKey(SecretBytes scalar) {
        this.scalar = scalar;
    }

    /**
     * Takes over 32 big-endian bytes.
     *
     * @throws InvalidPointException if the number is zero or not below the order of the curve
     */
    public static P256PrivateKey fromBigEndian(byte[] bytes) throws InvalidPointException {
        if (bytes.length != 32) {
            throw new InvalidPointException("a P-256 private key has 32 bytes, not " + bytes.length);
        }
        BigInteger value = new BigInteger(1, bytes);
        if (value.signum() == 0 || value.compareTo(P256Scalars.N) >= 0) {
            throw new InvalidPointException("a P-256 private key is a number from 1 to the order of the curve less 1");
        }
        return new P256PrivateKey(SecretBytes.wrap(bytes));
    }

    /**
     * Takes a number, as {@link java.security.interfaces.ECPrivateKey#getS} gives it.
     *
     * @throws InvalidPointException if it is not from 1 to the order of the curve less 1
     */
    public static P256PrivateKey of(BigInteger value) throws InvalidPointException {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new InvalidPointException("a P-256 private key is a number from 1 to the order of the curve less 1");
        }
        return fromBigEndian(P256Scalars.bytes(value));
    }

    /**
     * The key that a longer random number gives (FIPS 186-4 B.4.1): the number modulo the order of the curve less 1, plus 1.
     *
     * @param wide 40 bytes, big-endian; it stays the caller's to destroy
     * @throws IllegalArgumentException if it has another length
     */
    public static P256PrivateKey fromWide(SecretBytes wide) {
        if (wide.size() != WIDE_SIZE) {
            throw new IllegalArgumentException("a key is made from " + WIDE_SIZE + " bytes, not " + wide.size());
        }
        BigInteger value = wide.use(bytes -> new BigInteger(1, bytes))
                .mod(P256Scalars.N.subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        return new P256PrivateKey(SecretBytes.wrap(P256Scalars.bytes(value)));
    }

    /** The number, for the libraries that take nothing else. */
    BigInteger number() {
        return scalar.use(bytes -> new BigInteger(1, bytes));
    }

    /** What {@link #keep} was given; null if that was nothing or the key is wiped. */
    PrivateKey libraryKeyOrNull() {
        return libraryKey;
    }

    /** Keeps the library's form of this key for its next use. */
    void keep(PrivateKey key) {
        libraryKey = key;
        if (scalar.isDestroyed()) {
            libraryKey = null;
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        scalar.close();
        libraryKey = null;
    }

    @Override
    public String toString() {
        return "P256PrivateKey";
    }
}
