package org.sgxra.epid;

public final class MemberPrivateKey {
    public static MemberPrivateKey parse(byte[] encoded) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public static MemberPrivateKey decompress(byte[] compressed, GroupPublicKey group) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] groupId() {
        throw new UnsupportedOperationException("not yet written");
    }

    public boolean isMemberOf(GroupPublicKey group) {
        throw new UnsupportedOperationException("not yet written");
    }
}
