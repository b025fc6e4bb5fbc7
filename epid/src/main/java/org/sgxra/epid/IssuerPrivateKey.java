package org.sgxra.epid;

public final class IssuerPrivateKey {
    public static IssuerPrivateKey parse(byte[] encoded) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] groupId() {
        throw new UnsupportedOperationException("not yet written");
    }
}
