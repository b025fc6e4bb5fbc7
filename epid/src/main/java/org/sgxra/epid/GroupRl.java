package org.sgxra.epid;

import java.util.List;

/**
 * The list of revoked groups: version u32 | n u32 | n gid (4 or 16 bytes each) (docs/spec/epid2.md, section 5.4).
 */
public final class GroupRl {
    private final EntryList list;

    private GroupRl(EntryList list) {
        this.list = list;
    }

    /**
     * Reads a list whose group ids have 4 or 16 bytes.
     *
     * @throws EpidException if the length is not exactly what the count says
     */
    public static GroupRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        GroupId.checkLength(groupIdLength);
        return new GroupRl(EntryList.parse("GroupRl", encoded, 0, groupIdLength));
    }

    /**
     * A list of group ids, all of the given length of 4 or 16 bytes.
     *
     * @throws EpidException for an entry of another length or a version of more than 32 bits
     */
    public static GroupRl of(long version, int groupIdLength, List<byte[]> groupIds) throws EpidException {
        GroupId.checkLength(groupIdLength);
        return new GroupRl(EntryList.of("GroupRl", new byte[0], version, groupIdLength, groupIds));
    }

    /** The bytes of the list. */
    public byte[] encode() {
        return list.encode();
    }

    /** The version, which only ever grows; 32 bits, unsigned. */
    public long version() {
        return list.version();
    }

    /** Number of entries. */
    public int size() {
        return list.size();
    }

    /** The group id at position i, 4 or 16 bytes. */
    public byte[] groupId(int i) {
        return list.entry(i);
    }

    /** Whether the group is revoked. */
    public boolean contains(byte[] groupId) {
        return list.contains(groupId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupRl that && list.sameAs(that.list);
    }

    @Override
    public int hashCode() {
        return list.hash();
    }
}
