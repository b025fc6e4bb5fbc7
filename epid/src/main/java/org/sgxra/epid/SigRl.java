package org.sgxra.epid;

public final class SigRl {
    public static SigRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public static SigRl of(byte[] groupId, long version, java.util.List<byte[]> pseudonyms) throws EpidException {
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
