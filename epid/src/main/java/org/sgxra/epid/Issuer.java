package org.sgxra.epid;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;
import org.sgxra.epid.math.G2;

/** The issuer of a group: creates it and lets members join (docs/spec/epid2.md, section 6). */
public final class Issuer {
    private final GroupPublicKey publicKey;
    private final IssuerPrivateKey privateKey;

    /**
     * The issuer of an existing group.
     *
     * @throws EpidException if the keys do not belong together
     */
    public Issuer(GroupPublicKey publicKey, IssuerPrivateKey privateKey) throws EpidException {
        if (!publicKey.hasGroupId(privateKey.groupId())) {
            throw new EpidException("IssuerPrivateKey: gid at offset 0 is " + GroupId.toString(privateKey.groupId())
                    + ", the group is " + GroupId.toString(publicKey.groupId()));
        }
        if (!G2.GENERATOR.multiply(privateKey.gamma()).equals(publicKey.w())) {
            throw new EpidException("IssuerPrivateKey: gamma at offset " + privateKey.groupId().length
                    + " is not the key to the group's w");
        }
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** Creates a group with the given id of 4 or 16 bytes. Nobody knows the logarithms of its h1 and h2 to each other. */
    public static Issuer createGroup(byte[] groupId, SecureRandom random) {
        BigInteger gamma = Scalars.random(random);
        GroupPublicKey publicKey =
                new GroupPublicKey(groupId, randomPoint(random), randomPoint(random), G2.GENERATOR.multiply(gamma));
        try {
            return new Issuer(publicKey, IssuerPrivateKey.of(groupId, gamma));
        } catch (EpidException e) {
            throw new IllegalStateException("a group just made does not fit itself", e);
        }
    }

    private static G1 randomPoint(SecureRandom random) {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return G1.hash(HashAlgorithm.SHA_256.newDigest(), seed);
    }

    public GroupPublicKey publicKey() {
        return publicKey;
    }

    public IssuerPrivateKey privateKey() {
        return privateKey;
    }

    /** As {@link #certify(JoinRequest, HashAlgorithm, byte[], PrivRl, SecureRandom)} with SHA-256, like SGX. */
    public MembershipCredential certify(JoinRequest request, byte[] nonce, PrivRl revokedOrNull, SecureRandom random)
            throws EpidException {
        return certify(request, HashAlgorithm.SHA_256, nonce, revokedOrNull, random);
    }

    /**
     * Lets a member join.
     *
     * @param nonce the 32 bytes that this issuer chose for the member
     * @throws EpidException if F is infinity, the request's proof is wrong, or its F belongs to a revoked key
     */
    public MembershipCredential certify(
            JoinRequest request, HashAlgorithm algorithm, byte[] nonce, PrivRl revokedOrNull, SecureRandom random)
            throws EpidException {
        Joining.checkNonce(nonce);
        checkProof(request, algorithm, nonce);
        if (revokedOrNull != null) {
            checkNotRevoked(request.f(), revokedOrNull);
        }
        BigInteger x;
        BigInteger sum;
        do {
            x = Scalars.random(random);
            sum = x.add(privateKey.gamma()).mod(Bn.P);
        } while (sum.signum() == 0);
        G1 a = G1.GENERATOR.add(request.f()).multiply(sum.modInverse(Bn.P));
        return new MembershipCredential(publicKey.groupId(), a, x);
    }

    private void checkProof(JoinRequest request, HashAlgorithm algorithm, byte[] nonce) throws EpidException {
        G1 f = request.f();
        if (f.isInfinity() || f.equals(G1.GENERATOR.negate())) {
            throw new EpidException(
                    "JoinRequest: F at offset 0 is " + (f.isInfinity() ? "infinity" : "the inverse of g1"));
        }
        G1Base[] bases = G1Base.of(publicKey.h1(), f);
        G1 r = new G1Sum()
                .add(request.s(), bases[0])
                .add(request.c().negate(), bases[1])
                .evaluate();
        if (!Challenge.ofJoin(algorithm, publicKey, f, r, nonce).equals(request.c())) {
            throw new EpidException("JoinRequest: c at offset 64 is not the challenge of a proof about F");
        }
    }

    private void checkNotRevoked(G1 f, PrivRl revoked) throws EpidException {
        if (!publicKey.hasGroupId(revoked.groupId())) {
            throw new EpidException("PrivRl: gid at offset 0 is " + GroupId.toString(revoked.groupId())
                    + ", the group is " + GroupId.toString(publicKey.groupId()));
        }
        if (revoked.revokes(publicKey.h1(), f)) {
            throw new EpidException("JoinRequest: F at offset 0 belongs to a revoked key");
        }
    }
}
