package org.sgxra.common.crypto;

import java.security.Provider;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/**
 * Elliptic curve cryptography on P-256 (FIPS 186-4, SEC 1), by the fastest library that works here: Conscrypt where its
 * native library loads, else Bouncy Castle. The choice is made once, and no provider is registered anywhere.
 */
public abstract sealed class P256 permits ConscryptP256, BouncyCastleP256 {
    /** The choice, made when it is first asked for. */
    private static final class Chosen {
        static final P256 INSTANCE = ConscryptP256.isAvailable() ? new ConscryptP256() : new BouncyCastleP256();

        static {
            loadedProvider = INSTANCE.provider().orElse(null);
        }
    }

    private static volatile Provider loadedProvider;

    /** The ones of this package. */
    P256() {}

    /** The library of choice; safe for use by many threads. */
    public static P256 instance() {
        return Chosen.INSTANCE;
    }

    /** Conscrypt's other cryptography, if it was chosen for P-256 before; to ask does not load it. */
    static Optional<Provider> loadedProvider() {
        return Optional.ofNullable(loadedProvider);
    }

    /** The library's other cryptography, if it is a provider of the JDK's interfaces. */
    abstract Optional<Provider> provider();

    /** Name of the library, for people. */
    public abstract String library();

    /** A new random key pair. */
    public abstract P256KeyPair generateKeyPair();

    /** The x coordinate of the Diffie-Hellman shared point, 32 bytes, little-endian as SGX derives keys from it. */
    public abstract SecretBytes agree(P256PrivateKey own, P256PublicKey peer);

    /** ECDSA with SHA-256 over {@code message}. */
    public abstract EcdsaP256Signature sign(P256PrivateKey key, ByteString message);

    /** True if {@code signature} is an ECDSA signature with SHA-256 over {@code message} by the owner of {@code key}. */
    public abstract boolean verify(P256PublicKey key, ByteString message, EcdsaP256Signature signature);

    /** The public key that belongs to {@code key}; Conscrypt has no such call, so Bouncy Castle does it for both. */
    public static P256PublicKey publicKey(P256PrivateKey key) {
        return BouncyCastleP256.timesGenerator(key);
    }
}
