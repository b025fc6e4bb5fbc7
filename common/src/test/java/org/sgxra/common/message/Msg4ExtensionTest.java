package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;

class Msg4ExtensionTest {
    private static final String MAC_ENTRY = "ff0010000000" + "5a".repeat(16);

    private static ByteString hex(String digits) throws Exception {
        return ByteString.fromHex(digits);
    }

    @Test
    void readsEveryEntryWhereTheSpecificationPutsIt() throws Exception {
        String secret = "0100" + "1f000000" + "01".repeat(12) + "020304" + "05".repeat(16);
        String reattest = "0200" + "04000000" + "100e0000";
        String time = "0300" + "08000000" + "00e1f50500000000";
        String keys = "0400" + "40000000" + "aa".repeat(64) + "0400" + "40000000" + "bb".repeat(64);

        Msg4Extension extension = Msg4Extension.parse(hex(secret + reattest + time + keys + MAC_ENTRY));

        assertThat(extension.secret())
                .contains(new EncryptedSecret(hex("01".repeat(12)), hex("020304"), hex("05".repeat(16))));
        assertThat(extension.reattestAfter()).hasValue(3600);
        assertThat(extension.time()).hasValue(100_000_000);
        assertThat(extension.trustedKeys()).containsExactly(hex("aa".repeat(64)), hex("bb".repeat(64)));
        assertThat(extension.mac()).isEqualTo(hex("5a".repeat(16)));
        assertThat(extension.encode()).isEqualTo(hex(secret + reattest + time + keys + MAC_ENTRY));
    }

    @Test
    void carriesASummaryOfTheTcbBeforeTheMac() throws Exception {
        String reattest = "0200" + "04000000" + "100e0000";
        String summary = "0500" + "02000000" + "7b7d";

        Msg4Extension extension = Msg4Extension.parse(hex(reattest + summary + MAC_ENTRY));

        assertThat(extension.tcbSummary()).contains(hex("7b7d"));
        assertThat(extension.encode()).isEqualTo(hex(reattest + summary + MAC_ENTRY));
        assertThat(new Msg4Extension(
                                Optional.empty(),
                                OptionalLong.of(3600),
                                OptionalLong.empty(),
                                List.of(),
                                hex("5a".repeat(16)))
                        .withTcbSummary(hex("7b7d")))
                .isEqualTo(extension);
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> Msg4Extension.parse(hex(summary + summary + MAC_ENTRY)))
                .withMessage("malformed msg4: extension.type at offset 113: is there twice");
    }

    @Test
    void macCoversEverythingBeforeIt() throws Exception {
        Msg4Extension extension =
                new Msg4Extension(Optional.empty(), OptionalLong.of(0xffff_ffffL), OptionalLong.empty(), List.of());
        Msg4 message = new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101), extension.encode());

        assertThat(Msg4Extension.additionalData(message).hex()).isEqualTo("03000000" + "00".repeat(101));
        assertThat(Msg4Extension.macInput(message).hex())
                .isEqualTo("03000000" + "00".repeat(101) + "020004000000ffffffff");
        assertThat(extension.withMac(hex("5a".repeat(16))).encode().hex())
                .isEqualTo("020004000000ffffffff" + MAC_ENTRY);
    }

    @Test
    void passesOverUnknownEntriesBelow128() throws Exception {
        assertThat(Msg4Extension.parse(hex("7f0003000000aabbcc" + "060000000000" + MAC_ENTRY)))
                .isEqualTo(new Msg4Extension(
                        Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of(), hex("5a".repeat(16))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            02000400000000000000                  | malformed msg4: extension.type at offset 115: needs 2 bytes, 0 left
            800000000000                          | malformed msg4: extension.type at offset 105: is 128, which is not known
            000100000000                          | malformed msg4: extension.type at offset 105: is 256, which is not known
            02000300000000000000                  | malformed msg4: extension.length at offset 107: is 3, not 4
            0200ffffffff                          | malformed msg4: extension.length at offset 107: announces 4294967295 bytes
            0200040000000000000002000400000000000000 | malformed msg4: extension.type at offset 115: is there twice
            01001c00000000000000000000000000000000000000000000000000000000000000 | malformed msg4: extension.length at offset 107: a secret has 1 to 65536 bytes, not 0
            04003f000000                          | malformed msg4: extension.length at offset 107: announces 63 bytes
            ff0011000000                          | malformed msg4: extension.length at offset 107: announces 17 bytes
            """)
    void refusesWhatIsMalformed(String digits, String message) throws Exception {
        ByteString bytes = hex(digits);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> Msg4Extension.parse(bytes))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesBytesAfterTheMac() throws Exception {
        ByteString bytes = hex(MAC_ENTRY + "00");

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> Msg4Extension.parse(bytes))
                .withMessage("malformed msg4: end at offset 127: 128 bytes instead of 127");
    }

    @Test
    void refusesEveryPrefixOfAnExtension() throws Exception {
        ByteString whole = hex("0100" + "1d000000" + "01".repeat(29) + "0200" + "04000000" + "100e0000" + MAC_ENTRY);
        for (int size = 0; size < whole.size(); size++) {
            ByteString prefix = whole.slice(0, size);

            assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Msg4Extension.parse(prefix));
        }
    }
}
