package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;
import org.sgxra.epid.math.Gt;
import org.sgxra.epid.math.GtProduct;

/** Signs in the name of a group (docs/spec/epid2.md, section 7). May be used by several threads. */
public final class Member {
    private final GroupPublicKey group;
    private final HashAlgorithm algorithm;
    private final SecureRandom random;
    private final Precomputation pairings;
    private final G1 a;
    private final BigInteger x;
    private final BigInteger f;
    private volatile boolean hasSigned;
    private volatile SigningTables tablesOrNull;

    /** A member that computes its precomputation now, which takes four pairings. The key must have the group's id. */
    public Member(GroupPublicKey group, MemberPrivateKey key, HashAlgorithm algorithm, SecureRandom random) {
        this(group, key, algorithm, random, Precomputation.of(group, key.a()));
    }

    /**
     * A member with its precomputation of 1536 bytes stored by {@link #precomputation}; it must be this member's own, or its
     * signatures are worthless. The key must have the group's id.
     *
     * @throws EpidException if the precomputation is not 1536 bytes long or holds what is no element of GT
     */
    public Member(
            GroupPublicKey group,
            MemberPrivateKey key,
            HashAlgorithm algorithm,
            SecureRandom random,
            byte[] precomputation)
            throws EpidException {
        this(group, key, algorithm, random, Precomputation.parse(precomputation));
    }

    private Member(
            GroupPublicKey group,
            MemberPrivateKey key,
            HashAlgorithm algorithm,
            SecureRandom random,
            Precomputation pairings) {
        if (!group.hasGroupId(key.groupId())) {
            throw new IllegalArgumentException("the key is of group " + GroupId.toString(key.groupId()) + ", not of "
                    + GroupId.toString(group.groupId()));
        }
        this.group = group;
        this.algorithm = algorithm;
        this.random = random;
        this.pairings = pairings;
        this.a = key.a();
        this.x = key.x();
        this.f = key.f();
    }

    /** Large tables from the second signature on: many members sign only once. */
    private SigningTables tables() {
        if (tablesOrNull != null) {
            return tablesOrNull;
        }
        if (!hasSigned) {
            hasSigned = true;
            return SigningTables.once(group, pairings);
        }
        SigningTables tables = SigningTables.forManyUses(group, pairings);
        tablesOrNull = tables;
        return tables;
    }

    /** The four pairings e12 | e22 | e2w | ea2, 1536 bytes, to spare the next process their computation. */
    public byte[] precomputation() {
        return pairings.encode();
    }

    /**
     * Signs a message; with one basename all signatures of a member are linkable, without one they never are.
     *
     * @param listOrNull the group's SigRL; null if it has none
     * @return 360 + 160 n bytes, n the length of the list (section 5.3)
     * @throws RevokedException if an entry of the list is this member's, or one that nobody can give a proof for
     */
    public byte[] sign(byte[] message, byte[] basenameOrNull, SigRl listOrNull) throws RevokedException {
        Signing signing = new Signing(message, basenameOrNull, listOrNull);
        for (int i = 0; i < signing.proofs.size(); i++) {
            Optional<byte[]> proof = signing.proofs.get(i);
            if (proof.isEmpty() || NonRevocation.isOfRevoked(proof.get())) {
                throw new RevokedException("SigRl: entry " + i + " at offset " + listOrNull.offset(i)
                        + (proof.isEmpty()
                                ? " is no pair of points, so there is no proof for it"
                                : " revokes this member"));
            }
        }
        return signing.signature();
    }

    /**
     * Signs like a member that does not play by the rules: revoked or not. A verifier with the same list will find out: the
     * proof of an entry that hits has T = infinity, that of a malformed entry is all zero.
     */
    public byte[] signEvenIfRevoked(byte[] message, byte[] basenameOrNull, SigRl listOrNull) {
        return new Signing(message, basenameOrNull, listOrNull).signature();
    }

    /** One signature in the making. */
    private final class Signing {
        private final byte[] basic;
        private final SigRl list;
        private final List<Optional<byte[]>> proofs;
        private G1 b;
        private G1 k;

        Signing(byte[] message, byte[] basenameOrNull, SigRl listOrNull) {
            if (listOrNull != null && !group.hasGroupId(listOrNull.groupId())) {
                throw new IllegalArgumentException("the SigRL is of group " + GroupId.toString(listOrNull.groupId())
                        + ", not of " + GroupId.toString(group.groupId()));
            }
            list = listOrNull;
            basic = signBasic(message, basenameOrNull == null ? randomBasename() : basenameOrNull);
            proofs = list == null || list.size() == 0 ? List.of() : prove(message);
        }

        private byte[] randomBasename() {
            byte[] basename = new byte[32];
            random.nextBytes(basename);
            return basename;
        }

        /** Steps 1 to 9 of section 7.2. */
        private byte[] signBasic(byte[] message, byte[] basename) {
            BigInteger blind = Scalars.random(random);
            BigInteger rx = Scalars.random(random);
            BigInteger rf = Scalars.random(random);
            BigInteger ra = Scalars.random(random);
            BigInteger rb = Scalars.random(random);

            b = G1.hash(algorithm.newDigest(), basename);
            G1Base base = G1Base.of(b)[0];
            SigningTables powers = tables();
            G1[] points = G1Sum.evaluateAll(
                    new G1Sum().add(f, base),
                    new G1Sum().add(blind, powers.h2()).plus(a),
                    new G1Sum().add(rf, base));
            k = points[0];
            G1 t = points[1];
            Gt r2 = new GtProduct()
                    .times(powers.ea2(), rx.negate())
                    .times(powers.e12(), rf)
                    .times(powers.e22(), rb.subtract(blind.multiply(rx)))
                    .times(powers.e2w(), ra)
                    .value();
            BigInteger c = Challenge.ofSignature(algorithm, group, b, k, t, points[2], r2, message);
            return ByteBuffer.allocate(Signature.BASIC_SIZE)
                    .put(b.encode())
                    .put(k.encode())
                    .put(t.encode())
                    .put(Scalars.encode(c))
                    .put(Scalars.encode(Scalars.answer(rx, c, x)))
                    .put(Scalars.encode(Scalars.answer(rf, c, f)))
                    .put(Scalars.encode(Scalars.answer(ra, c, blind)))
                    .put(Scalars.encode(Scalars.answer(rb, c, blind.multiply(x).mod(Bn.P))))
                    .array();
        }

        /**
         * One proof per entry, on all cores if the list is long; none is left out after a hit. Random numbers are drawn in the
         * order of the entries, so that a seeded source gives the same proofs however many threads there are.
         */
        private List<Optional<byte[]>> prove(byte[] message) {
            NonRevocation nonRevocation = new NonRevocation(algorithm, b, k, message, list.size());
            List<NonRevocation.Blinding> blindings = Stream.generate(() -> NonRevocation.Blinding.random(random))
                    .limit(list.size())
                    .toList();
            return Positions.blocks(list.size())
                    .map(block -> nonRevocation.prove(block.map(list::pseudonym), f, block.map(blindings::get)))
                    .flatMap(List::stream)
                    .collect(Collectors.toList());
        }

        byte[] signature() {
            ByteBuffer out = ByteBuffer.allocate(Signature.HEADER_SIZE + NonRevocation.PROOF_SIZE * proofs.size())
                    .put(basic);
            if (list != null) {
                out.putInt((int) list.version()).putInt(list.size());
                proofs.forEach(proof -> out.put(proof.orElse(new byte[NonRevocation.PROOF_SIZE])));
            }
            return out.array();
        }
    }
}
