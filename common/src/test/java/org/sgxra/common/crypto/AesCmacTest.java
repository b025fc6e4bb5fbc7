package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

class AesCmacTest {
    private static final String MESSAGE = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
            + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    /** RFC 4493 section 4. */
    @ParameterizedTest
    @CsvSource({
        "0, bb1d6929e95937287fa37d129b756746",
        "16, 070a16b46b4d4144f79bdd9dd04a287c",
        "40, dfa66747de9ae63030ca32611497c827",
        "64, 51f0bebf7e3b9d92fc49741779363cfe"
    })
    void computesTheTagsOfTheRfc(int length, String tag) {
        SecretBytes key =
                SecretBytes.wrap(hex("2b7e151628aed2a6abf7158809cf4f3c").toArray());
        ByteString data = hex(MESSAGE).slice(0, length);

        assertThat(AesCmac.mac(key, data).hex()).isEqualTo(tag);
        assertThat(AesCmac.derive(key, data.toArray()).reveal()).isEqualTo(tag);
        assertThat(allWays(key, data)).containsOnly(hex(tag));
    }

    /** By Conscrypt and by the JDK, whichever is chosen. */
    static List<ByteString> allWays(SecretBytes key, ByteString data) {
        return List.of(
                ByteString.of(key.use(bytes -> AesCmac.byLibrary(Conscrypt.newProvider(), bytes, data.toArray()))),
                ByteString.of(key.use(bytes -> AesCmac.byJdk(bytes, data.toArray()))));
    }

    @Test
    void agreesWithAnotherImplementationForEveryLength() {
        Random random = new Random(4493);
        for (int length = 0; length < 200; length++) {
            byte[] key = new byte[16];
            byte[] data = new byte[length];
            random.nextBytes(key);
            random.nextBytes(data);
            CMac other = new CMac(AESEngine.newInstance());
            other.init(new KeyParameter(key));
            other.update(data, 0, length);
            byte[] expected = new byte[16];
            other.doFinal(expected, 0);

            assertThat(allWays(SecretBytes.wrap(key), ByteString.of(data))).containsOnly(ByteString.of(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 24, 32})
    void refusesKeysOfOtherLengths(int length) {
        SecretBytes key = SecretBytes.wrap(new byte[length]);

        assertThatThrownBy(() -> AesCmac.mac(key, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AES-128-CMAC takes a key of 16 bytes, not " + length);
    }

    @Test
    void usesTheLibraryThatIsLoadedForThePointsOnACurve() {
        P256.instance();

        assertThat(P256.loadedProvider()).isPresent();
        assertThat(P256.loadedProvider().get().getService("Mac", "AESCMAC")).isNotNull();
    }

    @Test
    void leavesKeyAndDataAsTheyAre() {
        SecretBytes key =
                SecretBytes.wrap(hex("2b7e151628aed2a6abf7158809cf4f3c").toArray());
        byte[] data = hex(MESSAGE).toArray();

        AesCmac.derive(key, data);
        allWays(key, ByteString.of(data));

        assertThat(key.reveal()).isEqualTo("2b7e151628aed2a6abf7158809cf4f3c");
        assertThat(ByteString.of(data).hex()).isEqualTo(MESSAGE);
    }
}
