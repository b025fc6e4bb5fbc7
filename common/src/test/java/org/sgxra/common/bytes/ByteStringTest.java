package org.sgxra.common.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteStringTest {
    private final byte[] array = {0, 1, (byte) 0x80, (byte) 0xff};
    private final ByteString bytes = ByteString.of(array);

    @Test
    void keepsItsBytesWhateverHappensToArrays() {
        array[0] = 7;
        bytes.toArray()[1] = 7;
        byte[] lent = {1, 2, 3};
        ByteString part = ByteString.of(lent, 1, 3);
        lent[1] = 9;

        assertThat(bytes.hex()).isEqualTo("000180ff");
        assertThat(part.hex()).isEqualTo("0203");
    }

    @Test
    void givesBytesAsNumbers() {
        assertThat(bytes.at(2)).isEqualTo(0x80);
        assertThat(bytes.at(3)).isEqualTo(0xff);
        assertThat(bytes.size()).isEqualTo(4);
        assertThatThrownBy(() -> bytes.at(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void cutsReversesAndJoins() {
        assertThat(bytes.slice(1, 3).hex()).isEqualTo("0180");
        assertThat(bytes.slice(2, 2)).isEqualTo(ByteString.EMPTY);
        assertThat(bytes.reversed().hex()).isEqualTo("ff800100");
        assertThat(ByteString.concat(bytes, ByteString.EMPTY, ByteString.zeros(2))
                        .hex())
                .isEqualTo("000180ff0000");
        assertThatThrownBy(() -> bytes.slice(3, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void knowsWhenItIsEmptyOrZero() {
        assertThat(ByteString.of()).isSameAs(ByteString.EMPTY);
        assertThat(ByteString.EMPTY.isEmpty()).isTrue();
        assertThat(ByteString.EMPTY.isZero()).isTrue();
        assertThat(ByteString.zeros(3).isZero()).isTrue();
        assertThat(bytes.isZero()).isFalse();
        assertThat(ByteString.of((byte) 0, (byte) 0x80).isZero()).isFalse();
    }

    @Test
    void isEqualByContent() throws HexFormatException {
        assertThat(bytes)
                .isEqualTo(ByteString.fromHex("000180FF"))
                .hasSameHashCodeAs(ByteString.fromHex("000180ff"))
                .isNotEqualTo(ByteString.fromHex("000180fe"))
                .isNotEqualTo(ByteString.fromHex("000180"))
                .isNotEqualTo("000180ff")
                .isNotEqualTo(null)
                .hasToString("000180ff");
    }

    @Test
    void readsDigitsInEitherCase() throws HexFormatException {
        assertThat(Hex.decode("0123456789abcdefABCDEF")).isEqualTo(new byte[] {
            0x01,
            0x23,
            0x45,
            0x67,
            (byte) 0x89,
            (byte) 0xab,
            (byte) 0xcd,
            (byte) 0xef,
            (byte) 0xab,
            (byte) 0xcd,
            (byte) 0xef
        });
        assertThat(Hex.decode("")).isEmpty();
        assertThat(Hex.encode(new byte[] {(byte) 0xAB, 0})).isEqualTo("ab00");
    }

    @ParameterizedTest
    @CsvSource({
        "0g, character 2 is not a hexadecimal digit",
        "' 00', character 1 is not a hexadecimal digit",
        "'00 ', character 3 is not a hexadecimal digit",
        "0x00, character 2 is not a hexadecimal digit",
        "-1, character 1 is not a hexadecimal digit",
        "00\u0660\u0661, character 3 is not a hexadecimal digit",
        "\uff10\uff11, character 1 is not a hexadecimal digit",
        "\uff41\uff42, character 1 is not a hexadecimal digit",
        "00\ud835\udfce, character 3 is not a hexadecimal digit",
        "0, odd number of hexadecimal digits (1)",
        "abc, odd number of hexadecimal digits (3)",
        "0z0, character 2 is not a hexadecimal digit"
    })
    void refusesWhatIsNoEvenNumberOfDigits(String digits, String message) {
        assertThatThrownBy(() -> Hex.decode(digits))
                .isInstanceOf(HexFormatException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ByteString.fromHex(digits))
                .isInstanceOf(HexFormatException.class)
                .hasMessage(message);
    }
}
