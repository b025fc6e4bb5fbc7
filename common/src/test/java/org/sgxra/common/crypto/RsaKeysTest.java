package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import org.junit.jupiter.api.Test;

class RsaKeysTest {
    @Test
    void makesKeysThatTheJdkSignsWith() throws Exception {
        KeyPair pair = RsaKeys.generate(2048);
        RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
        RSAPrivateCrtKey privateKey = (RSAPrivateCrtKey) pair.getPrivate();

        assertThat(publicKey.getModulus().bitLength()).isEqualTo(2048);
        assertThat(publicKey.getPublicExponent()).isEqualTo(RSAKeyGenParameterSpec.F4);
        assertThat(privateKey.getPrimeP().multiply(privateKey.getPrimeQ())).isEqualTo(publicKey.getModulus());
        assertThat(privateKey.getClass().getModule()).isEqualTo(Object.class.getModule());
        byte[] message = "report".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(message);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void makesOtherKeysEachTime() throws Exception {
        assertThat(RsaKeys.generate(2048).getPublic())
                .isNotEqualTo(RsaKeys.generate(2048).getPublic());
    }
}
