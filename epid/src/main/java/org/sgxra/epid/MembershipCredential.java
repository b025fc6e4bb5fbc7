package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.sgxra.epid.math.G1;

/**
 * What the issuer answers to a join request: gid (4 or 16 bytes) | A (G1, 64) | x (32); 100 or 112 bytes
 * (docs/spec/epid2.md, section 5.2).
 */
public final class MembershipCredential {
    private final byte[] groupId;
    private final G1 a;
    private final BigInteger x;

    MembershipCredential(byte[] groupId, G1 a, BigInteger x) {
        this.groupId = GroupId.checked(groupId);
        this.a = a;
        this.x = x;
    }

    /**
     * Reads 100 or 112 bytes.
     *
     * @throws EpidException for another length, or if A is no point of G1 or infinity, or x is not below p
     */
    public static MembershipCredential parse(byte[] encoded) throws EpidException {
        Reader in = new Reader("MembershipCredential", encoded, 100, 112);
        return new MembershipCredential(in.bytes(encoded.length - 96), in.finiteG1("A"), in.scalar("x"));
    }

    /** The 100 or 112 bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(groupId.length + 96)
                .put(groupId)
                .put(a.encode())
                .put(Scalars.encode(x))
                .array();
    }

    /** The group id, 4 or 16 bytes. */
    public byte[] groupId() {
        return groupId.clone();
    }

    G1 a() {
        return a;
    }

    BigInteger x() {
        return x;
    }
}
