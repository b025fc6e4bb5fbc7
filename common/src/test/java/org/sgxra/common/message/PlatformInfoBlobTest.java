package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;

class PlatformInfoBlobTest {
    /** docs/spec/ias-api.md section 5.4. */
    private static final String INTEL_PIB_KEY = "e0162855984ec7c501ef1ca4d81d7d5da60f6e0e0daef08fcd0cde50274ce3b3"
            + "17da9a8a6d2c1db53a013499e4c895b34df3af48f2fb3fbc8b4046e4522eabe6";

    static Stream<RecordedData.Report> reportsWithPlatformInfo() {
        return RecordedData.reports().stream().filter(RecordedData.Report::hasPlatformInfo);
    }

    @ParameterizedTest
    @MethodSource("reportsWithPlatformInfo")
    void isSignedWithIntelsKey(RecordedData.Report report) throws MalformedMessageException, InvalidPointException {
        PlatformInfoBlob blob = PlatformInfoBlob.parseTlv(report.platformInfo().toArray());
        P256PublicKey key = P256PublicKey.fromBigEndian(hex(INTEL_PIB_KEY));

        assertThat(blob.signedBytes()).isEqualTo(report.platformInfo().slice(4, 4 + PlatformInfoBlob.SIGNED_SIZE));
        assertThat(P256.instance().verify(key, blob.signedBytes(), EcdsaP256Signature.fromBigEndian(blob.signature())))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("reportsWithPlatformInfo")
    void isNoLongerSignedWhenAFieldDiffers(RecordedData.Report report)
            throws MalformedMessageException, InvalidPointException {
        byte[] changed = report.platformInfo().toArray();
        changed[4 + 36] ^= 1;
        PlatformInfoBlob blob = PlatformInfoBlob.parseTlv(changed);
        P256PublicKey key = P256PublicKey.fromBigEndian(hex(INTEL_PIB_KEY));

        assertThat(P256.instance().verify(key, blob.signedBytes(), EcdsaP256Signature.fromBigEndian(blob.signature())))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("reportsWithPlatformInfo")
    void hasTheFlagsThatItsStatusImplies(RecordedData.Report report) throws MalformedMessageException {
        PlatformInfoBlob blob = PlatformInfoBlob.parseTlv(report.platformInfo().toArray());

        if (report.name().contains("GROUP_OUT_OF_DATE")) {
            assertThat(blob.flags())
                    .contains(PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE)
                    .hasSizeGreaterThan(1);
        } else if (report.name().contains("CONFIGURATION")) {
            assertThat(blob.flags()).containsExactly(PlatformFlag.PLATFORM_CONFIGURATION_NEEDED);
        } else {
            assertThat(report.name()).contains("REVOKED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01 0000 0000, QE_EPID_GROUP_REVOKED",
        "02 0000 0000, PERF_REKEY_FOR_QE_EPID_GROUP_AVAILABLE",
        "04 0000 0000, QE_EPID_GROUP_OUT_OF_DATE",
        "00 0001 0000, QUOTE_CPUSVN_OUT_OF_DATE",
        "00 0002 0000, QUOTE_ISVSVN_QE_OUT_OF_DATE",
        "00 0004 0000, QUOTE_ISVSVN_PCE_OUT_OF_DATE",
        "00 0008 0000, PLATFORM_CONFIGURATION_NEEDED",
        "00 0000 0001, PSE_ISVSVN_OUT_OF_DATE",
        "00 0000 0002, EPID_GROUP_ID_BY_PS_HW_GID_REVOKED",
        "00 0000 0004, SVN_FROM_PS_HW_SEC_INFO_OUT_OF_DATE",
        "00 0000 0008, SIGRL_VER_FROM_PS_HW_SIG_RLVER_OUT_OF_DATE",
        "00 0000 0010, PRIVRL_VER_FROM_PS_HW_PRV_KEY_RLVER_OUT_OF_DATE"
    })
    void decodesEachFlagOfTheTable(String bytes, PlatformFlag flag) throws MalformedMessageException {
        assertThat(blobWithFlags(bytes).flags()).containsExactly(flag);
        assertThat(bytes.split(" "))
                .extracting(field -> Integer.parseInt(field, 16))
                .contains(flag.bit());
        assertThat(flag.remedy()).isNotBlank();
    }

    @Test
    void decodesSeveralFlagsAtOnce() throws MalformedMessageException {
        assertThat(blobWithFlags("04 000f 0000").flags())
                .isEqualTo(Set.of(
                        PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE,
                        PlatformFlag.QUOTE_CPUSVN_OUT_OF_DATE,
                        PlatformFlag.QUOTE_ISVSVN_QE_OUT_OF_DATE,
                        PlatformFlag.QUOTE_ISVSVN_PCE_OUT_OF_DATE,
                        PlatformFlag.PLATFORM_CONFIGURATION_NEEDED));
        assertThat(blobWithFlags("ff ffff ffff").flags()).containsExactlyInAnyOrder(PlatformFlag.values());
    }

    @Test
    void ignoresBitsWithoutMeaning() throws MalformedMessageException {
        assertThat(blobWithFlags("f8 fff0 ffe0").flags()).isEmpty();
        assertThat(blobWithFlags("00 0000 0000").flags()).isEmpty();
    }

    @Test
    void knowsEveryFlagOfTheTableOnce() {
        assertThat(PlatformFlag.values()).hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16020065", "15030065", "15020064", "15026500", "00000000", "15010065"})
    void refusesAnotherHeader(String header) {
        byte[] tlv = ByteString.concat(hex(header), ByteString.zeros(101)).toArray();
        String fields =
                "type " + (tlv[0] & 0xff) + ", version " + tlv[1] + ", size " + ((tlv[2] & 0xff) << 8 | tlv[3] & 0xff);

        assertThat(Faults.of(() -> PlatformInfoBlob.parseTlv(tlv)))
                .hasMessage("malformed platform info blob: header at " + "offset 0: " + fields
                        + " with 101 bytes after it; known is type 21, version 2, size 101");
    }

    @Test
    void takesAnotherSignature() throws MalformedMessageException {
        PlatformInfoBlob blob = blobWithFlags("04 0001 0000");
        ByteString signature = hex("5a".repeat(64));

        PlatformInfoBlob signed = blob.withSignature(signature);

        assertThat(signed.signature()).isEqualTo(signature);
        assertThat(signed.signedBytes()).isEqualTo(blob.signedBytes());
        assertThat(ByteString.of(signed.encodeTlv()).hex())
                .isEqualTo("15020065" + blob.signedBytes().hex() + "5a".repeat(64));
        assertThatThrownBy(() -> blob.withSignature(hex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signature has 1 byte instead of 64");
    }

    private static PlatformInfoBlob blobWithFlags(String flags) throws MalformedMessageException {
        return PlatformInfoBlob.parse(ByteString.concat(hex(flags.replace(" ", "")), ByteString.zeros(96))
                .toArray());
    }
}
