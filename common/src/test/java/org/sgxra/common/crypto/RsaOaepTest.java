package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** Encryption of Intel's form is in the recorded quotes, which the emulator's tests decrypt with this class. */
class RsaOaepTest {
    private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private static KeyPair pair;

    @BeforeAll
    static void generate() throws Exception {
        // Decrypts with what is loaded.
        P256.instance();
        pair = pair(2048);
    }

    private static KeyPair pair(int bits) throws Exception {
        return RsaKeys.generate(bits);
    }

    private static ByteString encrypted(MGF1ParameterSpec mgf1) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                pair.getPublic(),
                new OAEPParameterSpec("SHA-256", "MGF1", mgf1, PSource.PSpecified.DEFAULT));
        return ByteString.of(cipher.doFinal(KEY));
    }

    @Test
    void decryptsWhatItEncrypted() throws Exception {
        SecretBytes secret = SecretBytes.wrap(KEY.clone());
        ByteString first = RsaOaep.encrypt(pair.getPublic(), secret, new SecureRandom());
        ByteString second = RsaOaep.encrypt(pair.getPublic(), secret, new SecureRandom());

        assertThat(first.size()).isEqualTo(256);
        assertThat(first).isNotEqualTo(second);
        assertThat(RsaOaep.decrypt(pair.getPrivate(), first)).hasValue(secret);
        assertThat(RsaOaep.decrypt(pair.getPrivate(), second)).hasValue(secret);
    }

    @Test
    void bothHashesAreSha256() throws Exception {
        assertThat(RsaOaep.decrypt(pair.getPrivate(), encrypted(MGF1ParameterSpec.SHA256)))
                .hasValue(SecretBytes.wrap(KEY.clone()));
        assertThat(RsaOaep.decrypt(pair.getPrivate(), encrypted(MGF1ParameterSpec.SHA1)))
                .isEmpty();
    }

    @Test
    void decryptsNothingThatIsNotForTheKey() throws Exception {
        byte[] changed = encrypted(MGF1ParameterSpec.SHA256).toArray();
        changed[200] ^= 1;

        assertThat(RsaOaep.decrypt(pair.getPrivate(), ByteString.of(changed))).isEmpty();
        assertThat(RsaOaep.decrypt(pair.getPrivate(), ByteString.of(changed, 0, 255)))
                .isEmpty();
        assertThat(RsaOaep.decrypt(pair.getPrivate(), ByteString.EMPTY)).isEmpty();
        assertThat(RsaOaep.decrypt(pair(1024).getPrivate(), encrypted(MGF1ParameterSpec.SHA256)))
                .isEmpty();
    }

    @Test
    void refusesKeysItCannotEncryptFor() throws Exception {
        SecretBytes secret = SecretBytes.wrap(KEY.clone());
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        PublicKey tooSmall = pair(512).getPublic();

        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> RsaOaep.encrypt(tooSmall, secret, new SecureRandom()));
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> RsaOaep.encrypt(curve.generateKeyPair().getPublic(), secret, new SecureRandom()));
    }
}
