package org.sgxra.epid;

import java.nio.ByteBuffer;
import java.util.List;
import org.sgxra.epid.math.G1;

/**
 * The list of pseudonyms that a verifier does not want to see again: gid (4 or 16 bytes) | B (64) | version u32 | n u32 |
 * n K (64 each) (docs/spec/epid2.md, section 5.4).
 */
public final class VerifierRl {
    private final EntryList list;
    private final int groupIdLength;

    private VerifierRl(EntryList list, int groupIdLength) {
        this.list = list;
        this.groupIdLength = groupIdLength;
    }

    /**
     * Reads a list whose group ids have 4 or 16 bytes.
     *
     * @throws EpidException if the length is not exactly what the count says
     */
    public static VerifierRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        GroupId.checkLength(groupIdLength);
        return new VerifierRl(EntryList.parse("VerifierRl", encoded, groupIdLength + G1.SIZE, G1.SIZE), groupIdLength);
    }

    /**
     * A list of K, 64 bytes each, to the base B of 64 bytes.
     *
     * @throws EpidException for an entry of another length or a version of more than 32 bits
     */
    public static VerifierRl of(byte[] groupId, byte[] base, long version, List<byte[]> pseudonyms)
            throws EpidException {
        if (base.length != G1.SIZE) {
            throw new EpidException(
                    "VerifierRl: B at offset " + groupId.length + " has " + base.length + " bytes instead of 64");
        }
        byte[] prefix = ByteBuffer.allocate(groupId.length + G1.SIZE)
                .put(GroupId.checked(groupId))
                .put(base)
                .array();
        return new VerifierRl(EntryList.of("VerifierRl", prefix, version, G1.SIZE, pseudonyms), groupId.length);
    }

    /** The bytes of the list. */
    public byte[] encode() {
        return list.encode();
    }

    /** The group id, 4 or 16 bytes. */
    public byte[] groupId() {
        return list.prefix(0, groupIdLength);
    }

    /** The version, which only ever grows; 32 bits, unsigned. */
    public long version() {
        return list.version();
    }

    /** Number of entries. */
    public int size() {
        return list.size();
    }

    /** The base B, 64 bytes. */
    public byte[] base() {
        return list.prefix(groupIdLength, groupIdLength + G1.SIZE);
    }

    /** The K at position i, 64 bytes. */
    public byte[] pseudonym(int i) {
        return list.entry(i);
    }

    boolean contains(byte[] k) {
        return list.contains(k);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierRl that && list.sameAs(that.list);
    }

    @Override
    public int hashCode() {
        return list.hash();
    }
}
