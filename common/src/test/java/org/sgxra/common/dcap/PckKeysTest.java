package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;

/** The values of docs/spec/dcap.md section 15. */
class PckKeysTest {
    private static ByteString hex(String digits) throws Exception {
        return ByteString.fromHex(digits);
    }

    private static SecretBytes seed() throws Exception {
        return SecretBytes.wrap(hex("60ff14fe8c10231b361c8dcd7b4fe4b5ec98d5a318fc348cc3049d105fdae357")
                .toArray());
    }

    private static ByteString components() throws Exception {
        return hex("0a020200000000000000000000000000");
    }

    @Test
    void derivesTheKeyOfTheSpecification() throws Exception {
        byte[] scalar = hex("705cabf6a8bcb1259248d8f7bec57d83b33d5efa491f0d809797d92a22ecf2de")
                .toArray();

        assertThat(PckKeys.publicKey(seed(), components(), 13))
                .hasToString("81772531db1796139d2e3af0893b3dec7e2ab23b3772fd5571b32a322c39c24d"
                        + "69b135a27fd640ad43c5714805ac1fd49ed0661cfa915350facdef8af89b21ea")
                .isEqualTo(P256.publicKey(P256PrivateKey.fromBigEndian(scalar)));
    }

    @Test
    void everyTcbLevelHasAnotherKey() throws Exception {
        assertThat(PckKeys.publicKey(seed(), components(), 13))
                .isNotEqualTo(PckKeys.publicKey(seed(), components(), 14))
                .isNotEqualTo(PckKeys.publicKey(seed(), components(), 13 << 8))
                .isNotEqualTo(PckKeys.publicKey(seed(), hex("0a020100000000000000000000000000"), 13));
    }

    @Test
    void signaturesOfThePrivateKeyAreThePublicKeys() throws Exception {
        ByteString message = ByteString.of(new byte[] {1, 2, 3});
        try (P256PrivateKey key = PckKeys.privateKey(seed(), components(), 13)) {
            assertThat(P256.instance()
                            .verify(
                                    PckKeys.publicKey(seed(), components(), 13),
                                    message,
                                    P256.instance().sign(key, message)))
                    .isTrue();
        }
    }

    @Test
    void refusesWhatIsNoSeedOrLevel() {
        for (Object[] arguments : new Object[][] {{31, 16, 13}, {32, 15, 13}, {32, 16, -1}, {32, 16, 65536}}) {
            SecretBytes seed = SecretBytes.wrap(new byte[(int) arguments[0]]);
            ByteString components = ByteString.zeros((int) arguments[1]);
            assertThatThrownBy(() -> PckKeys.privateKey(seed, components, (int) arguments[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("not " + arguments[0] + ", " + arguments[1] + " and " + arguments[2]);
        }
    }
}
