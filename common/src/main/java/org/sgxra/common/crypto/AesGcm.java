package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** AES-128-GCM (NIST SP 800-38D) with IVs of 12 and tags of 16 bytes. */
public final class AesGcm {
    private static final int TAG_BITS = 128;

    private AesGcm() {}

    /**
     * Encrypts a secret.
     *
     * @param key 16 bytes
     * @param iv 12 bytes, never used twice with one key
     * @param additionalData authenticated with it
     * @return the ciphertext, as long as the secret, and the tag
     */
    public static ByteString encrypt(SecretBytes key, ByteString iv, ByteString additionalData, SecretBytes secret) {
        return ByteString.of(key.use(keyBytes -> secret.use(plain -> {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        new SecretKeySpec(keyBytes, "AES"),
                        new GCMParameterSpec(TAG_BITS, iv.toArray()));
                cipher.updateAAD(additionalData.toArray());
                return cipher.doFinal(plain);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has AES-GCM", e);
            }
        })));
    }
}
