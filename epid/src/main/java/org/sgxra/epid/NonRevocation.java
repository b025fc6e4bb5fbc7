package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;

/**
 * Proofs that the maker of one signature (B, K = B^f) is not the maker of another one (B', K') that is on a SigRL: K' differs
 * from B'^f (docs/spec/epid2.md, sections 7.3 and 8). One object serves all entries of a list.
 */
final class NonRevocation {
    /** T (G1, 64) | c | s-mu | s-nu (32 each). */
    static final int PROOF_SIZE = 160;

    /** From this many entries on, larger tables for B and K pay. */
    private static final int MANY = 8;

    private final HashAlgorithm algorithm;
    private final byte[] message;
    private final byte[] pseudonym;
    private final G1Base b;
    private final G1Base k;

    NonRevocation(HashAlgorithm algorithm, G1 b, G1 k, byte[] message, int entries) {
        this.algorithm = algorithm;
        this.message = message;
        this.pseudonym =
                ByteBuffer.allocate(2 * G1.SIZE).put(b.encode()).put(k.encode()).array();
        G1Base[] bases = entries < MANY ? G1Base.of(b, k) : G1Base.forManyUses(b, k);
        this.b = bases[0];
        this.k = bases[1];
    }

    /** The proof of the member f about an entry B' | K', 160 bytes; empty if the entry is no pair of points. */
    Optional<byte[]> prove(byte[] entry, BigInteger f, SecureRandom random) {
        Optional<G1> entryB = G1.parse(entry, 0);
        Optional<G1> entryK = G1.parse(entry, G1.SIZE);
        if (entryB.isEmpty() || entryK.isEmpty()) {
            return Optional.empty();
        }
        G1Base[] bases = G1Base.of(entryB.get(), entryK.get());
        BigInteger mu = Scalars.random(random);
        BigInteger nu = f.multiply(mu).negate().mod(Bn.P);
        BigInteger rMu = Scalars.random(random);
        BigInteger rNu = Scalars.random(random);
        G1[] points = G1Sum.evaluateAll(
                new G1Sum().add(mu, bases[1]).add(nu, bases[0]),
                new G1Sum().add(rMu, k).add(rNu, b),
                new G1Sum().add(rMu, bases[1]).add(rNu, bases[0]));
        BigInteger c = Challenge.ofProof(algorithm, pseudonym, entry, points[0], points[1], points[2], message);
        return Optional.of(ByteBuffer.allocate(PROOF_SIZE)
                .put(points[0].encode())
                .put(Scalars.encode(c))
                .put(Scalars.encode(Scalars.answer(rMu, c, mu)))
                .put(Scalars.encode(Scalars.answer(rNu, c, nu)))
                .array());
    }

    /** Whether a proof only shows that its maker is revoked: its T is infinity. */
    static boolean isOfRevoked(byte[] proof) {
        return G1.parse(proof, 0).filter(G1::isInfinity).isPresent();
    }

    /** Whether the proof holds for an entry B' | K'. */
    boolean verify(byte[] entry, byte[] proof) {
        Optional<G1> entryB = G1.parse(entry, 0);
        Optional<G1> entryK = G1.parse(entry, G1.SIZE);
        Optional<G1> t = G1.parse(proof, 0);
        Optional<BigInteger> c = Scalars.parse(proof, 64);
        Optional<BigInteger> sMu = Scalars.parse(proof, 96);
        Optional<BigInteger> sNu = Scalars.parse(proof, 128);
        if (entryB.isEmpty()
                || entryK.isEmpty()
                || t.isEmpty()
                || t.get().isInfinity()
                || c.isEmpty()
                || sMu.isEmpty()
                || sNu.isEmpty()) {
            return false;
        }
        G1Base[] bases = G1Base.of(entryB.get(), entryK.get(), t.get());
        G1[] points = G1Sum.evaluateAll(
                new G1Sum().add(sMu.get(), k).add(sNu.get(), b),
                new G1Sum()
                        .add(sMu.get(), bases[1])
                        .add(sNu.get(), bases[0])
                        .add(c.get().negate(), bases[2]));
        return Challenge.ofProof(algorithm, pseudonym, entry, t.get(), points[0], points[1], message)
                .equals(c.get());
    }
}
