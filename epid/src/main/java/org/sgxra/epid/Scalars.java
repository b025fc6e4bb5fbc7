package org.sgxra.epid;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.epid.math.Bn;

/** Integers modulo p and their encoding of 32 bytes, big-endian (docs/spec/epid2.md, section 1). */
final class Scalars {
    static final int SIZE = 32;

    private Scalars() {}

    /** Uniform in [1, p - 1], from 384 random bits. */
    static BigInteger random(SecureRandom random) {
        return new BigInteger(384, random).mod(Bn.P.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    /** Empty unless the 32 bytes are below p. */
    static Optional<BigInteger> parse(byte[] in, int offset) {
        BigInteger value = new BigInteger(1, in, offset, SIZE);
        return value.compareTo(Bn.P) < 0 ? Optional.of(value) : Optional.empty();
    }

    static byte[] encode(BigInteger value) {
        byte[] magnitude = value.toByteArray();
        byte[] out = new byte[SIZE];
        int length = Math.min(SIZE, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - length, out, SIZE - length, length);
        return out;
    }

    /** r + c s modulo p: the answer to the challenge c about the secret s. */
    static BigInteger answer(BigInteger r, BigInteger c, BigInteger s) {
        return c.multiply(s).add(r).mod(Bn.P);
    }
}
