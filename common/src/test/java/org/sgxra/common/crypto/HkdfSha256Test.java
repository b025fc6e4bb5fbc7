package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

class HkdfSha256Test {
    /** RFC 5869, test case 3: no salt, no info. */
    @Test
    void derivesTheKeyOfTheStandardsThirdTestCase() {
        byte[] secret = new byte[22];
        Arrays.fill(secret, (byte) 0x0b);
        try (SecretBytes key = HkdfSha256.derive(SecretBytes.wrap(secret), ByteString.EMPTY, 42)) {
            assertThat(key.reveal())
                    .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                            + "9d201395faa4b61a96c8");
        }
    }

    @Test
    void shortKeysAreTheBeginningOfLongOnes() {
        SecretBytes secret = SecretBytes.wrap(new byte[32]);
        ByteString info = ByteString.of(new byte[] {1, 2, 3});
        try (SecretBytes longKey = HkdfSha256.derive(secret, info, 100)) {
            for (int size : new int[] {1, 31, 32, 33, 64, 65}) {
                try (SecretBytes key = HkdfSha256.derive(secret, info, size)) {
                    assertThat(key.reveal())
                            .hasSize(2 * size)
                            .isEqualTo(longKey.reveal().substring(0, 2 * size));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 8161})
    void refusesSizesThatTheStandardDoesNotHave(int size) {
        SecretBytes secret = SecretBytes.wrap(new byte[32]);
        assertThatThrownBy(() -> HkdfSha256.derive(secret, ByteString.EMPTY, size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HKDF-SHA-256 makes 1 to 8160 bytes, not " + size);
    }
}
