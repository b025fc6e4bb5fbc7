package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * A secret under AES-128-GCM with SK, which only the enclave decrypts.
 *
 * @param iv 12 bytes
 * @param ciphertext as long as the secret, 1 to {@value #MAX_SIZE} bytes
 * @param tag 16 bytes
 */
public record EncryptedSecret(ByteString iv, ByteString ciphertext, ByteString tag) {
    /** Bytes that a secret may have. */
    public static final int MAX_SIZE = 65536;
    /** Bytes of the IV. */
    public static final int IV_SIZE = 12;
    /** Bytes of the tag. */
    public static final int TAG_SIZE = 16;

    public EncryptedSecret {
        Sizes.require("iv", iv, IV_SIZE);
        Sizes.require("tag", tag, TAG_SIZE);
        if (ciphertext.isEmpty() || ciphertext.size() > MAX_SIZE) {
            throw new IllegalArgumentException("a secret has 1 to " + MAX_SIZE + " bytes, not " + ciphertext.size());
        }
    }
}
