package org.sgxra.epid;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash algorithms of EPID 2.0 (docs/spec/epid2.md, section 4.1); SGX uses {@link #SHA_256} only. */
public enum HashAlgorithm {
    SHA_256("SHA-256"),
    SHA_384("SHA-384"),
    SHA_512("SHA-512"),
    SHA_512_256("SHA-512/256");

    private final String jdkName;

    HashAlgorithm(String jdkName) {
        this.jdkName = jdkName;
    }

    /**
     * The algorithm that a group id of 16 bytes asks for: the low nibble of its second byte, as the EPID SDK 8.0 reads it. The
     * ids of 4 bytes of SGX say nothing about it.
     *
     * @throws EpidException for another length, an unknown scheme (high nibble of the first byte) or algorithm
     */
    public static HashAlgorithm ofGroupId(byte[] groupId) throws EpidException {
        if (groupId.length != 16) {
            throw new EpidException("group id: " + groupId.length + " bytes instead of 16");
        }
        int scheme = groupId[0] >> 4 & 15;
        if (scheme != 0) {
            throw new EpidException("group id: scheme at offset 0 is " + scheme + ", only 0 is known");
        }
        int algorithm = groupId[1] & 15;
        if (algorithm >= values().length) {
            throw new EpidException("group id: hash algorithm at offset 1 is " + algorithm + ", only 0 to 3 are known");
        }
        return values()[algorithm];
    }

    /** The name that the JDK's {@code MessageDigest} knows the algorithm by. */
    public String jdkName() {
        return jdkName;
    }

    MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(jdkName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + jdkName, e);
        }
    }
}
