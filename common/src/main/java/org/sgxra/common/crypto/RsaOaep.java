package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/**
 * RSAES-OAEP (RFC 8017 section 7.1) with SHA-256 for the label and for MGF1, and an empty label. Decrypts by Conscrypt where that is
 * loaded for P-256 anyway.
 */
public final class RsaOaep {
    private static final String TRANSFORMATION = "RSA/ECB/OAEPPadding";

    /** The short names of the JDK mean SHA-1 for MGF1. */
    private static final OAEPParameterSpec SHA_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private RsaOaep() {}

    /**
     * Encrypts a secret.
     *
     * @param key RSA, of at least 66 bytes more than the secret has
     * @return as long as the modulus
     * @throws InvalidKeyException if it is no such key
     */
    public static ByteString encrypt(PublicKey key, SecretBytes secret, SecureRandom random)
            throws InvalidKeyException {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key, SHA_256, random);
            return ByteString.of(secret.<byte[]>use(plain -> {
                try {
                    return cipher.doFinal(plain);
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        }
    }

    /**
     * Decrypts a secret.
     *
     * @param key RSA
     * @return the secret, which the caller destroys; empty if this was not encrypted for the key, whatever is wrong with it
     */
    public static Optional<SecretBytes> decrypt(PrivateKey key, ByteString encrypted) {
        try {
            Optional<Provider> loaded = P256.loadedProvider();
            Cipher cipher = loaded.isPresent()
                    ? Cipher.getInstance(TRANSFORMATION, loaded.get())
                    : Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key, SHA_256);
            return Optional.of(SecretBytes.wrap(cipher.doFinal(encrypted.toArray())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
