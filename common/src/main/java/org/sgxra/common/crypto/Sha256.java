package org.sgxra.common.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
    private Sha256() {}

    /** The 32-byte digest of the parts one after the other. */
    public static ByteString of(ByteString... parts) {
        MessageDigest digest = newDigest();
        for (ByteString part : parts) {
            digest.update(part.toArray());
        }
        return ByteString.of(digest.digest());
    }

    /** The 32-byte digest of a secret: what both ends show of a session key. */
    public static ByteString of(SecretBytes secret) {
        return ByteString.of(secret.use(bytes -> newDigest().digest(bytes)));
    }

    /** The report data by which an enclave binds itself to a session: SHA-256(g_a || g_b || VK) and 32 zero bytes. */
    public static ByteString reportData(ByteString ga, ByteString gb, SecretBytes vk) {
        MessageDigest digest = newDigest();
        digest.update(ga.toArray());
        digest.update(gb.toArray());
        byte[] hash = vk.use(bytes -> digest.digest(bytes));
        return ByteString.concat(ByteString.of(hash), ByteString.zeros(32));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
