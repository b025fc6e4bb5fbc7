package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** AES-128-GCM (NIST SP 800-38D) with IVs of 12 and tags of 16 bytes. */
public final class AesGcm {
    /** Bytes of a key. */
    public static final int KEY_SIZE = 16;

    /** Bytes of an IV. */
    public static final int IV_SIZE = 12;

    /** Bytes of a tag. */
    public static final int TAG_SIZE = 16;

    private AesGcm() {}

    /**
     * Encrypts a secret.
     *
     * @param key 16 bytes
     * @param iv 12 bytes, never used twice with one key
     * @param additionalData authenticated with it
     * @return the ciphertext, as long as the secret, and the tag
     * @throws IllegalArgumentException for an IV of another length, with which this would be another mode
     */
    public static ByteString encrypt(SecretBytes key, ByteString iv, ByteString additionalData, SecretBytes secret) {
        return ByteString.of(secret.use(plain -> {
            try {
                return run(Cipher.ENCRYPT_MODE, key, iv, additionalData, plain);
            } catch (AEADBadTagException e) {
                throw new IllegalStateException("there is no tag to check", e);
            }
        }));
    }

    /**
     * Decrypts a secret.
     *
     * @param key 16 bytes
     * @param iv 12 bytes
     * @param additionalData authenticated with it
     * @param encrypted the ciphertext and the tag
     * @return the secret, which the caller destroys; empty if the tag is not that of key, IV, additional data and ciphertext
     * @throws IllegalArgumentException for an IV of another length
     */
    public static Optional<SecretBytes> decrypt(
            SecretBytes key, ByteString iv, ByteString additionalData, ByteString encrypted) {
        if (encrypted.size() < TAG_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    SecretBytes.wrap(run(Cipher.DECRYPT_MODE, key, iv, additionalData, encrypted.toArray())));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }

    private static byte[] run(int mode, SecretBytes key, ByteString iv, ByteString additionalData, byte[] input)
            throws AEADBadTagException {
        if (iv.size() != IV_SIZE) {
            throw new IllegalArgumentException("an IV has " + IV_SIZE + " bytes, not " + iv.size());
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    key.use(keyBytes -> new SecretKeySpec(keyBytes, "AES")),
                    new GCMParameterSpec(TAG_SIZE * Byte.SIZE, iv.toArray()));
            cipher.updateAAD(additionalData.toArray());
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }
}
