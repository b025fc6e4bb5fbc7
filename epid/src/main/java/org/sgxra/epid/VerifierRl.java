package org.sgxra.epid;

public final class VerifierRl {
    public static VerifierRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public static VerifierRl of(byte[] groupId, byte[] base, long version, java.util.List<byte[]> pseudonyms) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] groupId() {
        throw new UnsupportedOperationException("not yet written");
    }

    public long version() {
        throw new UnsupportedOperationException("not yet written");
    }

    public int size() {
        throw new UnsupportedOperationException("not yet written");
    }
}
