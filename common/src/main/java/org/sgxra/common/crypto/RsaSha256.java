package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2), by Conscrypt where that is loaded for P-256 anyway, in half the JDK's time;
 * else, and for keys that Conscrypt does not take, by the JDK.
 */
public final class RsaSha256 {
    private static final String ALGORITHM = "SHA256withRSA";

    private static volatile Translated last;

    private RsaSha256() {}

    /**
     * True if {@code signature} is one over {@code message} by the owner of {@code key}. With a key that nobody takes (too short, say),
     * as a certificate may hold that nobody has looked at yet, nothing is signed.
     *
     * @param key RSA
     */
    public static boolean verify(PublicKey key, byte[] message, ByteString signature) {
        try {
            Signature rsa = verification(key);
            rsa.update(message);
            return rsa.verify(signature.toArray());
        } catch (SignatureException | InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform verifies SHA256withRSA", e);
        }
    }

    /**
     * The signature over {@code message}, as long as the modulus.
     *
     * @param key RSA
     * @throws InvalidKeyException if it is no key that can sign
     */
    public static ByteString sign(PrivateKey key, byte[] message) throws InvalidKeyException {
        try {
            Optional<Provider> loaded = P256.loadedProvider();
            Signature rsa = loaded.isPresent()
                    ? Signature.getInstance(ALGORITHM, loaded.get())
                    : Signature.getInstance(ALGORITHM);
            rsa.initSign(key);
            rsa.update(message);
            return ByteString.of(rsa.sign());
        } catch (SignatureException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform signs with SHA256withRSA", e);
        }
    }

    /** The same key as the library has it, kept for the next signature, which most often is by the same signer. */
    private static PublicKey translated(PublicKey key, Provider library) throws GeneralSecurityException {
        Translated known = last;
        if (known == null || !known.given().equals(key)) {
            known = new Translated(
                    key, (PublicKey) KeyFactory.getInstance("RSA", library).translateKey(key));
            last = known;
        }
        return known.libraries();
    }

    private record Translated(PublicKey given, PublicKey libraries) {}

    private static Signature verification(PublicKey key) throws GeneralSecurityException {
        Optional<Provider> loaded = P256.loadedProvider();
        if (loaded.isPresent()) {
            try {
                Signature rsa = Signature.getInstance(ALGORITHM, loaded.get());
                rsa.initVerify(translated(key, loaded.get()));
                return rsa;
            } catch (InvalidKeyException e) {
                // It may be one that only the JDK takes, and what is wrong with it the JDK will say.
            }
        }
        Signature rsa = Signature.getInstance(ALGORITHM);
        rsa.initVerify(key);
        return rsa;
    }
}
