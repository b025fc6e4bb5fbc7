package org.sgxra.epid;

public final class PrivRl {
    public static PrivRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public static PrivRl of(byte[] groupId, long version, java.util.List<byte[]> keys) throws EpidException {
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
