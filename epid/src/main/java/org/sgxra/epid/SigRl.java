package org.sgxra.epid;

import java.util.List;
import org.sgxra.epid.math.G1;

/**
 * The list of revoked signatures: gid (4 or 16 bytes) | version u32 | n u32 | n (B | K) (128 each) (docs/spec/epid2.md,
 * section 5.4). Entries need not be points; nobody can give a proof for one that is none.
 */
public final class SigRl {
    private static final int ENTRY_SIZE = 128;

    private final EntryList list;
    private final int groupIdLength;

    private SigRl(EntryList list, int groupIdLength) {
        this.list = list;
        this.groupIdLength = groupIdLength;
    }

    /**
     * Reads a list whose group ids have 4 or 16 bytes.
     *
     * @throws EpidException if the length is not exactly what the count says
     */
    public static SigRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        GroupId.checkLength(groupIdLength);
        return new SigRl(EntryList.parse("SigRl", encoded, groupIdLength, ENTRY_SIZE), groupIdLength);
    }

    /**
     * A list of pseudonyms B | K, 128 bytes each: the first bytes of the signatures to revoke.
     *
     * @throws EpidException for an entry of another length or a version of more than 32 bits
     */
    public static SigRl of(byte[] groupId, long version, List<byte[]> pseudonyms) throws EpidException {
        EntryList list = EntryList.of("SigRl", GroupId.checked(groupId), version, ENTRY_SIZE, pseudonyms);
        return new SigRl(list, groupId.length);
    }

    /** True for 128 bytes that are two points, neither of them infinity: anything else was never in a signature. */
    public static boolean isPseudonym(byte[] entry) {
        return entry.length == ENTRY_SIZE
                && G1.parse(entry, 0).filter(b -> !b.isInfinity()).isPresent()
                && G1.parse(entry, ENTRY_SIZE / 2).filter(k -> !k.isInfinity()).isPresent();
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

    /** B | K at position i, 128 bytes. */
    public byte[] pseudonym(int i) {
        return list.entry(i);
    }

    /** Where the entry at position i begins in the encoded list. */
    int offset(int i) {
        return groupIdLength + 8 + i * ENTRY_SIZE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigRl that && list.sameAs(that.list);
    }

    @Override
    public int hashCode() {
        return list.hash();
    }
}
