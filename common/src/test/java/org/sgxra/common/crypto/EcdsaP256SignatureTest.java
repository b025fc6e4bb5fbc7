package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;

class EcdsaP256SignatureTest {
    private static final String FF32 = "ff".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3006020101020101",
        "7f, 80, 300702017f02020080",
        "80, 7f, 30070202008002017f",
        "ff, 100, 3008020200ff02020100",
        "0, 0, 3006020100020100",
        "0, 1, 3006020100020101"
    })
    void isWrittenAsShortestDer(String r, String s, String der) {
        EcdsaP256Signature signature = new EcdsaP256Signature(new BigInteger(r, 16), new BigInteger(s, 16));

        assertThat(ByteString.of(signature.der()).hex()).isEqualTo(der);
        assertThat(EcdsaP256Signature.fromDer(signature.der())).isEqualTo(signature);
    }

    @Test
    void hasASignByteInDerWhereTheHighBitIsSet() {
        BigInteger high = new BigInteger(FF32, 16);
        BigInteger short31 = new BigInteger("7f" + "ee".repeat(30), 16);

        EcdsaP256Signature longest = new EcdsaP256Signature(high, high);
        EcdsaP256Signature mixed = new EcdsaP256Signature(short31, high);

        assertThat(ByteString.of(longest.der()).hex()).isEqualTo("3046" + "022100" + FF32 + "022100" + FF32);
        assertThat(ByteString.of(mixed.der()).hex()).isEqualTo("3044" + "021f7f" + "ee".repeat(30) + "022100" + FF32);
        assertThat(EcdsaP256Signature.fromDer(longest.der())).isEqualTo(longest);
        assertThat(EcdsaP256Signature.fromDer(mixed.der())).isEqualTo(mixed);
    }

    @Test
    void fillsShortNumbersWithZeros() {
        EcdsaP256Signature signature = new EcdsaP256Signature(new BigInteger("0102", 16), new BigInteger("80", 16));
        String zeros30 = "00".repeat(30);

        assertThat(signature.bigEndian().hex()).isEqualTo(zeros30 + "0102" + zeros30 + "0080");
        assertThat(signature.littleEndian().hex()).isEqualTo("0201" + zeros30 + "8000" + zeros30);
        assertThat(EcdsaP256Signature.fromBigEndian(signature.bigEndian())).isEqualTo(signature);
        assertThat(EcdsaP256Signature.fromLittleEndian(signature.littleEndian()))
                .isEqualTo(signature);
    }

    @Test
    void readsNumbersWithTheHighBitAsPositive() {
        EcdsaP256Signature signature = EcdsaP256Signature.fromLittleEndian(hex(FF32 + "00".repeat(31) + "80"));

        assertThat(signature.r()).isEqualTo(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        assertThat(signature.s()).isEqualTo(BigInteger.ONE.shiftLeft(255));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, 128})
    void refusesAnotherNumberOfBytes(int size) {
        ByteString bytes = ByteString.zeros(size);
        String message = "a P-256 signature has 64 bytes, not " + size;

        assertThatThrownBy(() -> EcdsaP256Signature.fromLittleEndian(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> EcdsaP256Signature.fromBigEndian(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        BigInteger tooLong = BigInteger.ONE.shiftLeft(256);
        BigInteger negative = BigInteger.ONE.negate();

        for (BigInteger wrong : new BigInteger[] {tooLong, negative}) {
            assertThatThrownBy(() -> new EcdsaP256Signature(wrong, BigInteger.ONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("r and s are numbers of at most 256 bits");
            assertThatThrownBy(() -> new EcdsaP256Signature(BigInteger.ONE, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
