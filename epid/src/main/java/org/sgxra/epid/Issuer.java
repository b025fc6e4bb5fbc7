package org.sgxra.epid;

public final class Issuer {
    public static Issuer createGroup(byte[] groupId, java.security.SecureRandom random) {
        throw new UnsupportedOperationException("not yet written");
    }

    public Issuer(GroupPublicKey publicKey, IssuerPrivateKey privateKey) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public GroupPublicKey publicKey() {
        throw new UnsupportedOperationException("not yet written");
    }

    public IssuerPrivateKey privateKey() {
        throw new UnsupportedOperationException("not yet written");
    }

    public MembershipCredential certify(JoinRequest request, byte[] nonce, PrivRl revokedOrNull, java.security.SecureRandom random) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }
}
