package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;

/** Test case 4 of the proposal of GCM to NIST (McGrew and Viega), AES-128 with additional data. */
class AesGcmTest {
    private static final ByteString IV = hex("cafebabefacedbaddecaf888");
    private static final ByteString ADDITIONAL = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final ByteString PLAIN = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    private static final ByteString ENCRYPTED = hex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
            + "5bc94fbc3221a5db94fae95ae7121a47");

    private static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SecretBytes key() {
        return SecretBytes.wrap(hex("feffe9928665731c6d6a8f9467308308").toArray());
    }

    private static ByteString changed(ByteString bytes, int at) {
        byte[] other = bytes.toArray();
        other[at] ^= 1;
        return ByteString.of(other);
    }

    @Test
    void encryptsAndDecryptsThePublishedCase() {
        SecretBytes plain = SecretBytes.wrap(PLAIN.toArray());

        assertThat(AesGcm.encrypt(key(), IV, ADDITIONAL, plain)).isEqualTo(ENCRYPTED);
        assertThat(AesGcm.decrypt(key(), IV, ADDITIONAL, ENCRYPTED)).hasValue(plain);
    }

    @Test
    void decryptsNothingOfWhichAnyPartIsAnother() {
        SecretBytes otherKey = SecretBytes.wrap(new byte[AesGcm.KEY_SIZE]);

        assertThat(AesGcm.decrypt(otherKey, IV, ADDITIONAL, ENCRYPTED)).isEmpty();
        assertThat(AesGcm.decrypt(key(), changed(IV, 11), ADDITIONAL, ENCRYPTED))
                .isEmpty();
        assertThat(AesGcm.decrypt(key(), IV, changed(ADDITIONAL, 0), ENCRYPTED)).isEmpty();
        assertThat(AesGcm.decrypt(key(), IV, ByteString.EMPTY, ENCRYPTED)).isEmpty();
        assertThat(AesGcm.decrypt(key(), IV, ADDITIONAL, changed(ENCRYPTED, 0))).isEmpty();
        assertThat(AesGcm.decrypt(key(), IV, ADDITIONAL, changed(ENCRYPTED, ENCRYPTED.size() - 1)))
                .isEmpty();
        assertThat(AesGcm.decrypt(key(), IV, ADDITIONAL, ENCRYPTED.slice(0, AesGcm.TAG_SIZE - 1)))
                .isEmpty();
    }

    @Test
    void aKeyOfNoSuchLengthIsAMistakeOfTheCaller() {
        SecretBytes shorter = SecretBytes.wrap(new byte[15]);

        assertThatIllegalStateException().isThrownBy(() -> AesGcm.decrypt(shorter, IV, ADDITIONAL, ENCRYPTED));
    }
}
