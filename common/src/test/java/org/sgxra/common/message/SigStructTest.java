package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.common.RecordedData.hex;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;

/** The offsets are those of docs/spec/wire-hex.md, SIGSTRUCT. */
class SigStructTest {
    private final byte[] bytes = sigStruct();

    /** Every field that is not fixed has bytes of its own. */
    static byte[] sigStruct() {
        byte[] bytes = new byte[SigStruct.SIZE];
        put(bytes, 0, "06000000e10000000000010000000000");
        put(bytes, 16, "86800000");
        put(bytes, 20, "21112620");
        put(bytes, 24, "01010000600000006000000001000000");
        Arrays.fill(bytes, 128, 512, (byte) 0x71);
        put(bytes, 128, "0102030405060708");
        put(bytes, 508, "fcfdfeff");
        put(bytes, 512, "03000000");
        Arrays.fill(bytes, 516, 900, (byte) 0x72);
        put(bytes, 904, "ffffffff");
        put(bytes, 928, "0600000000000000e700000000000000");
        put(bytes, 944, "fdffffffffffffffffffffffffffffff");
        Arrays.fill(bytes, 960, 992, (byte) 0x73);
        put(bytes, 1024, "34120201");
        Arrays.fill(bytes, 1040, 1808, (byte) 0x74);
        return bytes;
    }

    private static void put(byte[] bytes, int offset, String digits) {
        byte[] value = hex(digits).toArray();
        System.arraycopy(value, 0, bytes, offset, value.length);
    }

    @Test
    void readsWhatAPolicyIsMadeOf() throws MalformedMessageException, NoSuchAlgorithmException {
        SigStruct sigStruct = SigStruct.parse(bytes);

        assertThat(sigStruct.date()).isEqualTo(0x20261121);
        assertThat(sigStruct.modulus()).isEqualTo(ByteString.of(bytes, 128, 512));
        assertThat(sigStruct.attributes()).isEqualTo(new Attributes(6, 0xe7));
        assertThat(sigStruct.mrEnclave().hex()).isEqualTo("73".repeat(32));
        assertThat(sigStruct.isvProdId()).isEqualTo(0x1234);
        assertThat(sigStruct.isvSvn()).isEqualTo(0x0102);
        assertThat(sigStruct.mrSigner().toArray())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, 128, 512)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, header, 0, 'is 07000000e100000000000100, not 06000000e100000000000100'",
        "24, header2, 24, 'is 00010000600000006000000001000000, not 01010000600000006000000001000000'",
        "44, reserved1, 44, reserved bytes are not zero",
        "127, reserved1, 44, reserved bytes are not zero",
        "512, exponent, 512, 'is 02000000, not 03000000'",
        "908, reserved2, 908, reserved bytes are not zero",
        "992, reserved3, 992, reserved bytes are not zero",
        "1028, reserved4, 1028, reserved bytes are not zero"
    })
    void refusesAnotherValueWhereOnlyOneIsKnown(int changed, String field, int offset, String reason) {
        bytes[changed] ^= 1;

        assertThat(Faults.of(() -> SigStruct.parse(bytes)))
                .hasMessage("malformed SIGSTRUCT: " + field + " at offset " + offset + ": " + reason);
    }

    @Test
    void refusesEveryTruncationAndExtension() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(Faults.of(() -> SigStruct.parse(cut)))
                    .isNotNull()
                    .hasMessage(Layout.SIGSTRUCT.faultOfTruncation(length));
        }
        assertThat(Faults.of(() -> SigStruct.parse(Arrays.copyOf(bytes, 1809))))
                .hasMessage("malformed SIGSTRUCT: end at offset 1808: 1809 bytes instead of 1808");
    }

    @Test
    void readsEveryFieldAtItsPlaceOnly() throws MalformedMessageException {
        SigStruct original = SigStruct.parse(bytes);
        for (Layout.Field field : Layout.SIGSTRUCT.fields()) {
            bytes[field.offset() + field.size() - 1] ^= (byte) 0x80;
            boolean used =
                    switch (field.name()) {
                        case "date",
                                "modulus",
                                "attributes.flags",
                                "attributes.xfrm",
                                "enclave_hash",
                                "isv_prod_id",
                                "isv_svn" -> true;
                        default -> false;
                    };
            if (Faults.of(() -> SigStruct.parse(bytes)) == null) {
                assertThat(SigStruct.parse(bytes).equals(original))
                        .as(field.name())
                        .isEqualTo(!used);
            } else {
                assertThat(field.name()).matches("header2?|reserved[1-4]|exponent");
            }
            bytes[field.offset() + field.size() - 1] ^= (byte) 0x80;
        }
    }
}
