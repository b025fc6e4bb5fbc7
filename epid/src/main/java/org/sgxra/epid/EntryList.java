package org.sgxra.epid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The layout that all revocation lists share: prefix | version u32 | n u32 | n entries (docs/spec/epid2.md, section 5.4).
 * Entries are left as they are: what a malformed one means is for its user to say.
 */
final class EntryList {
    private final byte[] encoded;
    private final int prefixSize;
    private final int entrySize;

    private EntryList(byte[] encoded, int prefixSize, int entrySize) {
        this.encoded = encoded;
        this.prefixSize = prefixSize;
        this.entrySize = entrySize;
    }

    static EntryList parse(String object, byte[] encoded, int prefixSize, int entrySize) throws EpidException {
        int header = prefixSize + 8;
        if (encoded.length < header) {
            throw new EpidException(object + ": " + encoded.length + " bytes are too few for the header of " + header);
        }
        long count = Integer.toUnsignedLong(ByteBuffer.wrap(encoded).getInt(prefixSize + 4));
        long length = header + count * entrySize;
        if (length != encoded.length) {
            throw new EpidException(object + ": count at offset " + (prefixSize + 4) + " is " + count + ", which takes "
                    + length + " bytes, not " + encoded.length);
        }
        return new EntryList(encoded.clone(), prefixSize, entrySize);
    }

    static EntryList of(String object, byte[] prefix, long version, int entrySize, List<byte[]> entries)
            throws EpidException {
        if (version < 0 || version > 0xffffffffL) {
            throw new EpidException(object + ": version " + version + " does not fit in 32 bits");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        out.writeBytes(ByteBuffer.allocate(8)
                .putInt((int) version)
                .putInt(entries.size())
                .array());
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).length != entrySize) {
                throw new EpidException(object + ": entry " + i + " at offset " + out.size() + " has "
                        + entries.get(i).length + " bytes instead of " + entrySize);
            }
            out.writeBytes(entries.get(i));
        }
        return new EntryList(out.toByteArray(), prefix.length, entrySize);
    }

    byte[] encode() {
        return encoded.clone();
    }

    /** Bytes [from, to) of the prefix. */
    byte[] prefix(int from, int to) {
        return Arrays.copyOfRange(encoded, from, to);
    }

    long version() {
        return Integer.toUnsignedLong(ByteBuffer.wrap(encoded).getInt(prefixSize));
    }

    int size() {
        return ByteBuffer.wrap(encoded).getInt(prefixSize + 4);
    }

    byte[] entry(int i) {
        int offset = prefixSize + 8 + i * entrySize;
        return Arrays.copyOfRange(encoded, offset, offset + entrySize);
    }

    boolean contains(byte[] entry) {
        for (int i = 0; i < size(); i++) {
            if (Arrays.equals(entry(i), entry)) {
                return true;
            }
        }
        return false;
    }

    boolean sameAs(EntryList other) {
        return Arrays.equals(encoded, other.encoded);
    }

    int hash() {
        return Arrays.hashCode(encoded);
    }
}
