package org.sgxra.epid;

import java.util.HexFormat;

/** Group ids are opaque: 4 bytes in SGX, 16 bytes in the EPID SDK (docs/spec/epid2.md, section 5.1). */
final class GroupId {
    private GroupId() {}

    /** A copy of the id. */
    static byte[] checked(byte[] groupId) {
        checkLength(groupId.length);
        return groupId.clone();
    }

    static void checkLength(int length) {
        if (length != 4 && length != 16) {
            throw new IllegalArgumentException("a group id has 4 or 16 bytes, not " + length);
        }
    }

    static String toString(byte[] groupId) {
        return HexFormat.of().formatHex(groupId);
    }
}
