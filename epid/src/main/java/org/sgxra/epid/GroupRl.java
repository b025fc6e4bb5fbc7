package org.sgxra.epid;

public final class GroupRl {
    public static GroupRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public static GroupRl of(long version, int groupIdLength, java.util.List<byte[]> groupIds) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }

    public byte[] encode() {
        throw new UnsupportedOperationException("not yet written");
    }

    public long version() {
        throw new UnsupportedOperationException("not yet written");
    }

    public int size() {
        throw new UnsupportedOperationException("not yet written");
    }

    public boolean contains(byte[] groupId) {
        throw new UnsupportedOperationException("not yet written");
    }
}
