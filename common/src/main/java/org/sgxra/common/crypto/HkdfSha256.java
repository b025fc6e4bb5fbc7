package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** HKDF with SHA-256 (RFC 5869) and without salt. */
public final class HkdfSha256 {
    private static final int HASH_SIZE = 32;
    private static final int MAX_SIZE = 255 * HASH_SIZE;

    private HkdfSha256() {}

    /**
     * Derives a key, which the caller destroys.
     *
     * @param secret input keying material; it stays the caller's
     * @param info names the key
     * @param size bytes of the key, 1 to 8160
     * @throws IllegalArgumentException if the size is another one
     */
    public static SecretBytes derive(SecretBytes secret, ByteString info, int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("HKDF-SHA-256 makes 1 to " + MAX_SIZE + " bytes, not " + size);
        }
        byte[] extracted = secret.use(bytes -> hmac(new byte[HASH_SIZE], bytes));
        byte[] block = new byte[0];
        byte[] key = new byte[size];
        try {
            for (int at = 0; at < size; at += HASH_SIZE) {
                byte[] next = hmac(extracted, block, info.toArray(), new byte[] {(byte) (at / HASH_SIZE + 1)});
                Arrays.fill(block, (byte) 0);
                block = next;
                System.arraycopy(block, 0, key, at, Math.min(HASH_SIZE, size - at));
            }
            return SecretBytes.wrap(key);
        } finally {
            Arrays.fill(extracted, (byte) 0);
            Arrays.fill(block, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
