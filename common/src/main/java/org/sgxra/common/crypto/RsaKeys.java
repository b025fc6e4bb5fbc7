package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.conscrypt.Conscrypt;

/**
 * New RSA keys (PKCS #1), made by the library that {@link P256} chose. For the JDK's own generator the search for primes takes
 * seconds where its compiler has not yet seen it.
 */
public final class RsaKeys {
    private static final String ALGORITHM = "RSA";

    private RsaKeys() {}

    /**
     * A random key pair with public exponent 65537. Its keys are the JDK's: the private one is an
     * {@link java.security.interfaces.RSAPrivateCrtKey}.
     *
     * @param bits size of the modulus
     */
    public static KeyPair generate(int bits) throws GeneralSecurityException {
        if (!ConscryptP256.isAvailable()) {
            return pair(KeyPairGenerator.getInstance(ALGORITHM), bits);
        }
        KeyPair made = pair(KeyPairGenerator.getInstance(ALGORITHM, Conscrypt.newProvider()), bits);
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(made.getPublic().getEncoded())),
                factory.generatePrivate(
                        new PKCS8EncodedKeySpec(made.getPrivate().getEncoded())));
    }

    private static KeyPair pair(KeyPairGenerator generator, int bits) {
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
