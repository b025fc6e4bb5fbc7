package org.sgxra.epid;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;

/**
 * The list of revoked keys: gid (4 or 16 bytes) | version u32 | n u32 | n f (32 each) (docs/spec/epid2.md, section 5.4).
 * Anything may stand for an f; one that is not below p revokes everybody, as in the original library.
 */
public final class PrivRl {
    /** From this many entries on, a larger table for the base pays. */
    private static final int MANY = 16;

    private final EntryList list;
    private final int groupIdLength;

    private PrivRl(EntryList list, int groupIdLength) {
        this.list = list;
        this.groupIdLength = groupIdLength;
    }

    /**
     * Reads a list whose group ids have 4 or 16 bytes.
     *
     * @throws EpidException if the length is not exactly what the count says
     */
    public static PrivRl parse(byte[] encoded, int groupIdLength) throws EpidException {
        GroupId.checkLength(groupIdLength);
        return new PrivRl(EntryList.parse("PrivRl", encoded, groupIdLength, Scalars.SIZE), groupIdLength);
    }

    /**
     * A list of the given f, 32 bytes each.
     *
     * @throws EpidException for an entry of another length or a version of more than 32 bits
     */
    public static PrivRl of(byte[] groupId, long version, List<byte[]> keys) throws EpidException {
        EntryList list = EntryList.of("PrivRl", GroupId.checked(groupId), version, Scalars.SIZE, keys);
        return new PrivRl(list, groupId.length);
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

    /** The f at position i, 32 bytes. */
    public byte[] key(int i) {
        return list.entry(i);
    }

    /** Whether the list holds an f with base^f = power, or a number that is no f. On all cores if the list is long. */
    boolean revokes(G1 base, G1 power) {
        G1Base prepared = size() < MANY ? G1Base.of(base)[0] : G1Base.forManySums(base)[0];
        return Positions.of(size()).anyMatch(i -> {
            Optional<BigInteger> f = Scalars.parse(list.entry(i), 0);
            return f.isEmpty() || new G1Sum().add(f.get(), prepared).evaluatesTo(power);
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivRl that && list.sameAs(that.list);
    }

    @Override
    public int hashCode() {
        return list.hash();
    }
}
