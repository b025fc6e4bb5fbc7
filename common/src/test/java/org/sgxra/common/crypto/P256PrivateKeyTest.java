package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.SecretBytes;

class P256PrivateKeyTest {
    private static final BigInteger RANGE = P256Scalars.N.subtract(BigInteger.ONE);

    private static SecretBytes wide(BigInteger value) {
        byte[] bytes = new byte[P256PrivateKey.WIDE_SIZE];
        byte[] number = value.toByteArray();
        int length = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
        return SecretBytes.wrap(bytes);
    }

    /** {@code number} = {@code times} (n - 1) + {@code rest}. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 1, 2", "1, 0, 1", "1, 5, 6", "4294967296, 7, 8"})
    void aWideNumberIsReducedIntoTheRangeOfKeys(long times, long rest, long expected) {
        BigInteger number = RANGE.multiply(BigInteger.valueOf(times)).add(BigInteger.valueOf(rest));

        try (P256PrivateKey key = P256PrivateKey.fromWide(wide(number))) {
            assertThat(key.number()).isEqualTo(BigInteger.valueOf(expected));
        }
    }

    @Test
    void theGreatestRestIsTheGreatestKey() {
        try (P256PrivateKey key = P256PrivateKey.fromWide(wide(RANGE.subtract(BigInteger.ONE)))) {
            assertThat(key.number()).isEqualTo(RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 39, 41})
    void aWideNumberHasFortyBytes(int size) {
        SecretBytes bytes = SecretBytes.wrap(new byte[size]);
        assertThatThrownBy(() -> P256PrivateKey.fromWide(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key is made from 40 bytes, not " + size);
    }
}
