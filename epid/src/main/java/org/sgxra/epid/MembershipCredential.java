package org.sgxra.epid;

public final class MembershipCredential {
    public static MembershipCredential parse(byte[] encoded) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }
}
