package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.sgxra.epid.math.Bn;

/** The scalars that the seed of a compressed member key stands for (docs/spec/epid2.md, section 6.4). */
final class SeedExpansion {
    private static final byte[] LABEL = "ECC-SafeID".getBytes(StandardCharsets.US_ASCII);

    private SeedExpansion() {}

    /** SHA-256(seed | high | label) | SHA-256(seed | low | label) as one integer, modulo p. */
    static BigInteger scalar(byte[] seed, int high, int low) {
        BigInteger upper = new BigInteger(1, hash(seed, high));
        return upper.shiftLeft(256).add(new BigInteger(1, hash(seed, low))).mod(Bn.P);
    }

    private static byte[] hash(byte[] seed, int purpose) {
        MessageDigest digest = HashAlgorithm.SHA_256.newDigest();
        digest.update(seed);
        digest.update((byte) purpose);
        return digest.digest(LABEL);
    }
}
