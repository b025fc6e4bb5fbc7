package org.sgxra.epid;

public final class Member {
    public Member(GroupPublicKey group, MemberPrivateKey key, HashAlgorithm algorithm, java.security.SecureRandom random) {
        throw new UnsupportedOperationException("not yet written");
    }

    public Member(GroupPublicKey group, MemberPrivateKey key, HashAlgorithm algorithm, java.security.SecureRandom random, byte[] precomputation) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] precomputation() {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] sign(byte[] message, byte[] basenameOrNull, SigRl listOrNull) throws RevokedException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] signEvenIfRevoked(byte[] message, byte[] basenameOrNull, SigRl listOrNull) {
        throw new UnsupportedOperationException("not yet written");
    }
}
