package org.sgxra.epid;

public final class JoinRequest {
    public static JoinRequest parse(byte[] encoded) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }
}
