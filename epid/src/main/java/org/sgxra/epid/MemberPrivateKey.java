package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;
import org.sgxra.epid.math.Pairing;
import org.sgxra.epid.math.PairingLines;

/**
 * A member's private key: gid (4 or 16 bytes) | A (G1, 64) | x (32) | f (32); 132 bytes as SGX has it, 144 as the EPID SDK has
 * it (docs/spec/epid2.md, section 5.2). A^(x + gamma) = g1 h1^f.
 */
public final class MemberPrivateKey extends EncodedPrivateKey {
    private static final int BODY = 128;

    private final G1 a;

    private MemberPrivateKey(byte[] encoded, G1 a) {
        super(encoded, BODY);
        this.a = a;
    }

    static MemberPrivateKey of(byte[] groupId, G1 a, BigInteger x, BigInteger f) {
        byte[] encoded = ByteBuffer.allocate(groupId.length + BODY)
                .put(groupId)
                .put(a.encode())
                .put(Scalars.encode(x))
                .put(Scalars.encode(f))
                .array();
        return new MemberPrivateKey(encoded, a);
    }

    /**
     * Reads 132 or 144 bytes. Whether the key belongs to a group is for {@link #isMemberOf} to tell.
     *
     * @throws EpidException for another length, or if A is no point of G1 or infinity, or x or f is not below p
     */
    public static MemberPrivateKey parse(byte[] encoded) throws EpidException {
        Reader in = new Reader("MemberPrivateKey", encoded, 132, 144);
        in.bytes(encoded.length - BODY);
        G1 a = in.finiteG1("A");
        in.scalar("x");
        in.scalar("f");
        return new MemberPrivateKey(encoded.clone(), a);
    }

    /**
     * Expands a compressed key: gid (4 or 16 bytes) | x coordinate of A (32) | seed (32); 68 or 80 bytes (section 6.4).
     *
     * @throws EpidException for another length, the id of another group, a coordinate of no point, or if neither of the two
     *     points gives a member of the group
     */
    public static MemberPrivateKey decompress(byte[] compressed, GroupPublicKey group) throws EpidException {
        Reader in = new Reader("compressed MemberPrivateKey", compressed, 68, 80);
        byte[] groupId = in.bytes(compressed.length - 64);
        if (!group.hasGroupId(groupId)) {
            throw new EpidException("compressed MemberPrivateKey: gid at offset 0 is " + GroupId.toString(groupId)
                    + ", the group is " + GroupId.toString(group.groupId()));
        }
        G1 a = in.pointWithX("A.x");
        byte[] seed = in.bytes(32);
        BigInteger x = SeedExpansion.scalar(seed, 6, 7);
        BigInteger f = SeedExpansion.scalar(seed, 8, 9);
        for (G1 candidate : new G1[] {a, a.negate()}) {
            MemberPrivateKey key = of(groupId, candidate, x, f);
            if (key.isMemberOf(group)) {
                return key;
            }
        }
        throw new EpidException("compressed MemberPrivateKey: A.x at offset " + groupId.length
                + " and the seed give no member of the group");
    }

    /** Whether the key has the group's id and e(A, g2^x w) = e(g1 h1^f, g2) (section 6.3). Two pairings' work. */
    public boolean isMemberOf(GroupPublicKey group) {
        if (!group.hasGroupId(groupId())) {
            return false;
        }
        // e(A^x (g1 h1^f)^-1, g2) e(A, w) = 1
        G1Base[] bases = G1Base.of(a, group.h1());
        G1 left = new G1Sum()
                .add(x(), bases[0])
                .add(f().negate(), bases[1])
                .evaluate()
                .add(G1.GENERATOR.negate());
        return new Pairing()
                .times(left, PairingLines.ofGenerator())
                .times(a, group.linesOfW())
                .value()
                .isOne();
    }

    G1 a() {
        return a;
    }

    BigInteger x() {
        return scalar(2 * Scalars.SIZE);
    }

    BigInteger f() {
        return scalar(Scalars.SIZE);
    }

    @Override
    public int hashCode() {
        return a.hashCode();
    }
}
