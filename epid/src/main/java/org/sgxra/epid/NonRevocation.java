package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;

/**
 * Proofs that the maker of one signature (B, K = B^f) is not the maker of another one (B', K') that is on a SigRL: K' differs
 * from B'^f (docs/spec/epid2.md, sections 7.3 and 8). One object serves all entries of a list. Entries that are given together
 * share inversions in Fq; that makes them cheaper and changes no result.
 */
final class NonRevocation {
    /** T (G1, 64) | c | s-mu | s-nu (32 each). */
    static final int PROOF_SIZE = 160;

    /** From this many entries on, larger tables for B and K pay. */
    private static final int MANY = 16;

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
        G1Base[] bases = entries < MANY ? G1Base.of(b, k) : G1Base.forManySums(b, k);
        this.b = bases[0];
        this.k = bases[1];
    }

    /** The random numbers that hide the member's f in one proof. */
    record Blinding(BigInteger mu, BigInteger rMu, BigInteger rNu) {
        static Blinding random(SecureRandom random) {
            return new Blinding(Scalars.random(random), Scalars.random(random), Scalars.random(random));
        }
    }

    /** An entry of 128 bytes, with the points B' and K' in it. */
    private static final class Entry {
        final byte[] encoded;
        final G1 b;
        final G1 k;

        private Entry(byte[] encoded, G1 b, G1 k) {
            this.encoded = encoded;
            this.b = b;
            this.k = k;
        }

        static Optional<Entry> parse(byte[] encoded) {
            Optional<G1> b = G1.parse(encoded, 0);
            Optional<G1> k = G1.parse(encoded, G1.SIZE);
            return b.isEmpty() || k.isEmpty() ? Optional.empty() : Optional.of(new Entry(encoded, b.get(), k.get()));
        }
    }

    /**
     * The proofs of the member f about some entries, 160 bytes each, in their order; empty for an entry that is no pair of
     * points. There is one blinding for each entry.
     */
    List<Optional<byte[]>> prove(List<byte[]> encodedEntries, BigInteger f, List<Blinding> blindings) {
        List<Optional<Entry>> entries = new ArrayList<>();
        List<G1> points = new ArrayList<>();
        for (byte[] encoded : encodedEntries) {
            Optional<Entry> entry = Entry.parse(encoded);
            entries.add(entry);
            points.add(entry.map(e -> e.b).orElse(G1.INFINITY));
            points.add(entry.map(e -> e.k).orElse(G1.INFINITY));
        }
        G1Base[] bases = G1Base.of(points.toArray(new G1[0]));
        List<G1Sum> sums = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Blinding blinding = blindings.get(i);
            G1Base entryB = bases[2 * i];
            G1Base entryK = bases[2 * i + 1];
            sums.add(new G1Sum().add(blinding.mu(), entryK).add(nu(blinding, f), entryB));
            sums.add(new G1Sum().add(blinding.rMu(), k).add(blinding.rNu(), b));
            sums.add(new G1Sum().add(blinding.rMu(), entryK).add(blinding.rNu(), entryB));
        }
        G1[] values = G1Sum.evaluateAll(sums.toArray(new G1Sum[0]));
        List<Optional<byte[]>> proofs = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            G1 t = values[3 * i];
            G1 r1 = values[3 * i + 1];
            G1 r2 = values[3 * i + 2];
            Blinding blinding = blindings.get(i);
            proofs.add(entries.get(i).map(entry -> proof(t, challenge(entry, t, r1, r2), blinding, f)));
        }
        return proofs;
    }

    private static BigInteger nu(Blinding blinding, BigInteger f) {
        return f.multiply(blinding.mu()).negate().mod(Bn.P);
    }

    private BigInteger challenge(Entry entry, G1 t, G1 r1, G1 r2) {
        return Challenge.ofProof(algorithm, pseudonym, entry.encoded, t, r1, r2, message);
    }

    private static byte[] proof(G1 t, BigInteger c, Blinding blinding, BigInteger f) {
        return ByteBuffer.allocate(PROOF_SIZE)
                .put(t.encode())
                .put(Scalars.encode(c))
                .put(Scalars.encode(Scalars.answer(blinding.rMu(), c, blinding.mu())))
                .put(Scalars.encode(Scalars.answer(blinding.rNu(), c, nu(blinding, f))))
                .array();
    }

    /** Whether a proof only shows that its maker is revoked: its T is infinity. */
    static boolean isOfRevoked(byte[] proof) {
        return G1.parse(proof, 0).filter(G1::isInfinity).isPresent();
    }

    /** A proof that could be read. */
    private record Proof(G1 t, BigInteger c, BigInteger sMu, BigInteger sNu) {
        static Optional<Proof> parse(byte[] encoded) {
            Optional<G1> t = G1.parse(encoded, 0).filter(point -> !point.isInfinity());
            Optional<BigInteger> c = Scalars.parse(encoded, 64);
            Optional<BigInteger> sMu = Scalars.parse(encoded, 96);
            Optional<BigInteger> sNu = Scalars.parse(encoded, 128);
            return t.isEmpty() || c.isEmpty() || sMu.isEmpty() || sNu.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Proof(t.get(), c.get(), sMu.get(), sNu.get()));
        }
    }

    /** Whether all proofs hold, each for the entry B' | K' in the same place. */
    boolean verify(List<byte[]> encodedEntries, List<byte[]> encodedProofs) {
        List<Entry> entries = new ArrayList<>();
        List<Proof> proofs = new ArrayList<>();
        List<G1> points = new ArrayList<>();
        for (int i = 0; i < encodedEntries.size(); i++) {
            Optional<Entry> entry = Entry.parse(encodedEntries.get(i));
            Optional<Proof> proof = Proof.parse(encodedProofs.get(i));
            if (entry.isEmpty() || proof.isEmpty()) {
                return false;
            }
            entries.add(entry.get());
            proofs.add(proof.get());
            points.addAll(List.of(entry.get().b, entry.get().k, proof.get().t()));
        }
        G1Base[] bases = G1Base.of(points.toArray(new G1[0]));
        List<G1Sum> sums = new ArrayList<>();
        for (int i = 0; i < proofs.size(); i++) {
            Proof proof = proofs.get(i);
            sums.add(new G1Sum().add(proof.sMu(), k).add(proof.sNu(), b));
            sums.add(new G1Sum()
                    .add(proof.sMu(), bases[3 * i + 1])
                    .add(proof.sNu(), bases[3 * i])
                    .add(proof.c().negate(), bases[3 * i + 2]));
        }
        G1[] values = G1Sum.evaluateAll(sums.toArray(new G1Sum[0]));
        for (int i = 0; i < proofs.size(); i++) {
            Proof proof = proofs.get(i);
            if (!challenge(entries.get(i), proof.t(), values[2 * i], values[2 * i + 1])
                    .equals(proof.c())) {
                return false;
            }
        }
        return true;
    }
}
