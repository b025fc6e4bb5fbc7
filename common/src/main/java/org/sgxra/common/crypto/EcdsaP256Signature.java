package org.sgxra.common.crypto;

import java.math.BigInteger;
import org.sgxra.common.bytes.ByteString;

/**
 * An ECDSA signature over P-256. SGX writes r, s little-endian (msg2), Intel's services big-endian (SigRL, platform info
 * blob), cryptographic libraries as DER (RFC 3279 section 2.2.3).
 *
 * @param r not negative, at most 256 bits; whether it is in the range of a signature is for verification to say
 * @param s the same
 */
public record EcdsaP256Signature(BigInteger r, BigInteger s) {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    public EcdsaP256Signature {
        if (r.signum() < 0 || s.signum() < 0 || r.bitLength() > 256 || s.bitLength() > 256) {
            throw new IllegalArgumentException("r and s are numbers of at most 256 bits");
        }
    }

    /** Reads exactly 64 bytes r, s, each little-endian: a field of a message that was parsed. */
    public static EcdsaP256Signature fromLittleEndian(ByteString bytes) {
        require64(bytes);
        return new EcdsaP256Signature(
                number(bytes.slice(0, 32).reversed()),
                number(bytes.slice(32, 64).reversed()));
    }

    /** Reads exactly 64 bytes r, s, each big-endian: a field of a message that was parsed. */
    public static EcdsaP256Signature fromBigEndian(ByteString bytes) {
        require64(bytes);
        return new EcdsaP256Signature(number(bytes.slice(0, 32)), number(bytes.slice(32, 64)));
    }

    private static void require64(ByteString bytes) {
        if (bytes.size() != 64) {
            throw new IllegalArgumentException("a P-256 signature has 64 bytes, not " + bytes.size());
        }
    }

    private static BigInteger number(ByteString bigEndian) {
        return new BigInteger(1, bigEndian.toArray());
    }

    /** Reads what a library made: SEQUENCE of two INTEGERs, short form lengths. */
    static EcdsaP256Signature fromDer(byte[] der) {
        int rLength = der[3];
        byte[] r = java.util.Arrays.copyOfRange(der, 4, 4 + rLength);
        byte[] s = java.util.Arrays.copyOfRange(der, 6 + rLength, 6 + rLength + der[5 + rLength]);
        return new EcdsaP256Signature(new BigInteger(1, r), new BigInteger(1, s));
    }

    /** DER: SEQUENCE of two INTEGERs. */
    byte[] der() {
        byte[] rBytes = r.toByteArray();
        byte[] sBytes = s.toByteArray();
        byte[] der = new byte[6 + rBytes.length + sBytes.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (der.length - 2);
        der[2] = INTEGER;
        der[3] = (byte) rBytes.length;
        System.arraycopy(rBytes, 0, der, 4, rBytes.length);
        der[4 + rBytes.length] = INTEGER;
        der[5 + rBytes.length] = (byte) sBytes.length;
        System.arraycopy(sBytes, 0, der, 6 + rBytes.length, sBytes.length);
        return der;
    }

    /** 64 bytes r, s, each little-endian. */
    public ByteString littleEndian() {
        return ByteString.concat(
                P256Scalars.bigEndian(r).reversed(), P256Scalars.bigEndian(s).reversed());
    }

    /** 64 bytes r, s, each big-endian. */
    public ByteString bigEndian() {
        return ByteString.concat(P256Scalars.bigEndian(r), P256Scalars.bigEndian(s));
    }
}
