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
