package org.sgxra.epid;

public final class Joining {
    public static Joining begin(GroupPublicKey group, byte[] nonce, java.security.SecureRandom random) {
        throw new UnsupportedOperationException("not yet written");
    }

    public JoinRequest request() {
        throw new UnsupportedOperationException("not yet written");
    }

    public MemberPrivateKey complete(MembershipCredential credential) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }
}
