package org.sgxra.epid;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;

/** A future member's side of joining a group (docs/spec/epid2.md, section 6.2): request out, credential in, key. */
public final class Joining {
    static final int NONCE_SIZE = 32;

    private final GroupPublicKey group;
    private final BigInteger f;
    private final JoinRequest request;

    private Joining(GroupPublicKey group, BigInteger f, JoinRequest request) {
        this.group = group;
        this.f = f;
        this.request = request;
    }

    /** Begins with SHA-256, like SGX. The nonce is the issuer's, 32 bytes. */
    public static Joining begin(GroupPublicKey group, byte[] nonce, SecureRandom random) {
        return begin(group, HashAlgorithm.SHA_256, nonce, random);
    }

    /** Begins with the hash algorithm that the issuer expects. The nonce is the issuer's, 32 bytes. */
    public static Joining begin(GroupPublicKey group, HashAlgorithm algorithm, byte[] nonce, SecureRandom random) {
        return begin(group, algorithm, nonce, Scalars.random(random), Scalars.random(random));
    }

    static Joining begin(GroupPublicKey group, HashAlgorithm algorithm, byte[] nonce, BigInteger f, BigInteger r) {
        checkNonce(nonce);
        G1Base h1 = G1Base.of(group.h1())[0];
        G1[] points = G1Sum.evaluateAll(new G1Sum().add(f, h1), new G1Sum().add(r, h1));
        BigInteger c = Challenge.ofJoin(algorithm, group, points[0], points[1], nonce);
        return new Joining(group, f, new JoinRequest(points[0], c, Scalars.answer(r, c, f)));
    }

    static void checkNonce(byte[] nonce) {
        if (nonce.length != NONCE_SIZE) {
            throw new IllegalArgumentException("the issuer's nonce has 32 bytes, not " + nonce.length);
        }
    }

    /** What to send to the issuer. */
    public JoinRequest request() {
        return request;
    }

    /**
     * The member's key.
     *
     * @throws EpidException if the credential is of another group or makes no member out of this request
     */
    public MemberPrivateKey complete(MembershipCredential credential) throws EpidException {
        MemberPrivateKey key = MemberPrivateKey.of(credential.groupId(), credential.a(), credential.x(), f);
        if (!group.hasGroupId(credential.groupId())) {
            throw new EpidException("MembershipCredential: gid at offset 0 is " + GroupId.toString(credential.groupId())
                    + ", the group is " + GroupId.toString(group.groupId()));
        }
        if (!key.isMemberOf(group)) {
            throw new EpidException("MembershipCredential: A at offset " + credential.groupId().length
                    + " and x do not make this member one of the group");
        }
        return key;
    }
}
