package org.sgxra.epid;

import java.math.BigInteger;
import java.security.MessageDigest;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.Gt;

/** The hashes that EPID's three proofs of knowledge take their challenges from (docs/spec/epid2.md, sections 4 and 6 to 8). */
final class Challenge {
    private static final byte[] P = Scalars.encode(Bn.P);
    private static final byte[] G1_GENERATOR = G1.GENERATOR.encode();

    private final MessageDigest digest;

    private Challenge(HashAlgorithm algorithm) {
        digest = algorithm.newDigest();
    }

    /** Of a join request: knowledge of f with F = h1^f. */
    static BigInteger ofJoin(HashAlgorithm algorithm, GroupPublicKey group, G1 f, G1 r, byte[] nonce) {
        return new Challenge(algorithm)
                .add(group.hashPrefix())
                .add(f)
                .add(r)
                .add(nonce)
                .value();
    }

    /** Of a basic signature. */
    static BigInteger ofSignature(
            HashAlgorithm algorithm, GroupPublicKey group, G1 b, G1 k, G1 t, G1 r1, Gt r2, byte[] message) {
        BigInteger t3 = new Challenge(algorithm)
                .add(group.hashPrefix())
                .add(b)
                .add(k)
                .add(t)
                .add(r1)
                .add(r2.encode())
                .value();
        return new Challenge(algorithm).add(Scalars.encode(t3)).add(message).value();
    }

    /** Of a non-revocation proof: base and pseudonym of the signature and of the list's entry, commitments, message. */
    static BigInteger ofProof(
            HashAlgorithm algorithm, byte[] pseudonym, byte[] entry, G1 t, G1 r1, G1 r2, byte[] message) {
        return new Challenge(algorithm)
                .add(P)
                .add(G1_GENERATOR)
                .add(pseudonym)
                .add(entry)
                .add(t)
                .add(r1)
                .add(r2)
                .add(message)
                .value();
    }

    private Challenge add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    private Challenge add(G1 point) {
        return add(point.encode());
    }

    /** The whole digest as one integer, modulo p. */
    private BigInteger value() {
        return new BigInteger(1, digest.digest()).mod(Bn.P);
    }
}
