package org.sgxra.common.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexTest {
    @Test
    void readsEachByteInEitherCase() throws HexFormatException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String digits = Hex.encode(all);

        assertThat(digits).startsWith("000102").endsWith("fdfeff");
        assertThat(Hex.decode(digits)).isEqualTo(all);
        assertThat(Hex.decode(digits.toUpperCase(java.util.Locale.ROOT))).isEqualTo(all);
        assertThat(Hex.decode("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0g, character 2 is not a hexadecimal digit",
        "/0, character 1 is not a hexadecimal digit",
        "0:, character 2 is not a hexadecimal digit",
        "00@0, character 3 is not a hexadecimal digit",
        "00G0, character 3 is not a hexadecimal digit",
        "00`0, character 3 is not a hexadecimal digit",
        "\u00fc0, character 1 is not a hexadecimal digit",
        "\uff10\uff11, character 1 is not a hexadecimal digit",
        "00x, character 3 is not a hexadecimal digit",
        "000, odd number of hexadecimal digits (3)"
    })
    void namesTheFirstCharacterThatIsNoDigit(String digits, String reason) {
        assertThatThrownBy(() -> Hex.decode(digits))
                .isInstanceOf(HexFormatException.class)
                .hasMessage(reason);
    }
}
