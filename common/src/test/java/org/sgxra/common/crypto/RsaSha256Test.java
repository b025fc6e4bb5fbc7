package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;

class RsaSha256Test {
    private static final byte[] MESSAGE = {1, 2, 3};

    private static KeyPair pair;
    private static ByteString signature;

    @BeforeAll
    static void sign() throws GeneralSecurityException {
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
    void signsWhatTheJdkSigns() throws GeneralSecurityException {
        P256.instance();
        assertThat(RsaSha256.sign(pair.getPrivate(), MESSAGE)).isEqualTo(signature);
        PrivateKey curve = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> RsaSha256.sign(curve, MESSAGE));
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

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 64, 511, 20_000})
    void takesNothingForSignedWithKeysOfOddSizes(int bits) {
        P256.instance();
        RSAPublicKey key = new RSAPublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public BigInteger getModulus() {
                return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            }

            @Override
            public BigInteger getPublicExponent() {
                return BigInteger.valueOf(3);
            }

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return "X.509";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }
        };

        assertThat(RsaSha256.verify(key, MESSAGE, signature)).isFalse();
    }
}
