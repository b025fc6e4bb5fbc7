package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;

class RsaSha256Test {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final KeyPair pair;
    private final ByteString signature;

    RsaSha256Test() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(pair.getPrivate());
        rsa.update(MESSAGE);
        signature = ByteString.of(rsa.sign());
    }

    @Test
    void verifiesByTheLibraryThatIsLoaded() {
        P256.instance();
        assertThat(P256.loadedProvider().isPresent()).isEqualTo(ConscryptP256.isAvailable());

        assertThat(RsaSha256.verify(pair.getPublic(), MESSAGE, signature)).isTrue();
        assertThat(RsaSha256.verify(pair.getPublic(), new byte[] {1, 2, 4}, signature))
                .isFalse();
        assertThat(RsaSha256.verify(pair.getPublic(), MESSAGE, signature.reversed()))
                .isFalse();
        assertThat(RsaSha256.verify(pair.getPublic(), MESSAGE, ByteString.EMPTY))
                .isFalse();
        assertThat(RsaSha256.verify(pair.getPublic(), MESSAGE, ByteString.zeros(1)))
                .isFalse();
    }

    @Test
    void verifiesWithKeysThatOnlyTheJdkTakes() throws GeneralSecurityException {
        P256.instance();
        BigInteger modulus = ((RSAPrivateKey) pair.getPrivate()).getModulus();
        // BoringSSL refuses exponents of more than 33 bits.
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        modulus, BigInteger.ONE.shiftLeft(40).add(BigInteger.ONE)));

        assertThat(RsaSha256.verify(key, MESSAGE, signature)).isFalse();
    }
}
