package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.RecordedDcapQuotes.Recorded;

/** DCAP quotes of versions 3, 4 and 5, read and written. */
class EcdsaQuoteTest {
    private static final long SEED = 20261127;
    private static final int ROUNDS = 4000;
    private static final int AUTHENTICATION = 436;

    static List<Recorded> all() {
        return RecordedDcapQuotes.all();
    }

    static List<Recorded> shapes() {
        return RecordedDcapQuotes.shapes();
    }

    private static byte[] version3() {
        return shapes().get(0).bytes().toArray();
    }

    private static byte[] version4() {
        return shapes().get(1).bytes().toArray();
    }

    private static byte[] version5() {
        return shapes().get(2).bytes().toArray();
    }

    private static byte[] withU16(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        return bytes;
    }

    private static byte[] withU32(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    private static int u32(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static void assertFault(byte[] bytes, String message) {
        assertThat(Faults.of(() -> EcdsaQuote.parse(bytes))).isNotNull().hasMessage("malformed quote: " + message);
    }

    @ParameterizedTest
    @MethodSource("all")
    void writesWhatItReads(Recorded recorded) throws MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(recorded.bytes().toArray());

        assertThat(ByteString.of(quote.encode())).isEqualTo(recorded.bytes());
        assertThat(quote.vendorId().hex()).isEqualTo("939a7233f79c4ca9940a0db3957f0607");
        assertThat(quote.authentication()
                        .qeReportBody()
                        .reportData()
                        .slice(32, 64)
                        .isZero())
                .isTrue();
    }

    @Test
    void readsTheFieldsOfAnEnclave() throws MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(version3());

        assertThat(quote.version()).isEqualTo(3);
        assertThat(quote.bodyKind()).isEqualTo(QuotedBody.ENCLAVE);
        assertThat(quote.isTrustDomain()).isFalse();
        assertThat(quote.qeSvn()).isEqualTo(9);
        assertThat(quote.pceSvn()).isEqualTo(14);
        assertThat(quote.userData().hex()).isEqualTo("f28dda234595e56eaeb7ce9b681a62cd00000000");
        assertThat(quote.signedPart().size()).isEqualTo(432);
        assertThat(quote.report().mrEnclave().hex())
                .isEqualTo("a4f45c39dac622cb1dd32ddb35a52ec92db41d0fa88a1c911c49e59c534f61cd");
        assertThat(quote.authentication().certificationType()).isEqualTo(EcdsaAuthentication.PCK_CHAIN);
        assertThat(quote.authentication().qeAuthData().hex())
                .isEqualTo("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        assertThatThrownBy(quote::trustDomain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsTheFieldsOfATrustDomain() throws MalformedMessageException {
        EcdsaQuote version4 = EcdsaQuote.parse(version4());
        EcdsaQuote version5 = EcdsaQuote.parse(version5());

        assertThat(version4.bodyKind()).isEqualTo(QuotedBody.TD_1_0);
        assertThat(version4.trustDomain().teeTcbSvn().hex()).isEqualTo("06010300000000000000000000000000");
        assertThat(version4.trustDomain().teeTcbSvn2()).isEmpty();
        assertThat(version4.trustDomain().rtmr()).hasSize(4);
        assertThat(version4.trustDomain().isDebug()).isFalse();
        assertThat(version4.signedPart().size()).isEqualTo(48 + 584);
        assertThat(version5.bodyKind()).isEqualTo(QuotedBody.TD_1_5);
        assertThat(version5.trustDomain().teeTcbSvn2()).isPresent();
        assertThat(version5.trustDomain().extension()).isEmpty();
        assertThat(version5.signedPart().size()).isEqualTo(54 + 648);
        assertThatThrownBy(version5::report)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the quote of a trust domain has no enclave report");
    }

    @Test
    void readsABodyWhoseReservedBytesAreNotZero() throws MalformedMessageException {
        byte[] bytes = version3();
        bytes[48 + 96] = 1;
        EcdsaQuote quote = EcdsaQuote.parse(bytes);

        assertThat(quote.report().mrSigner())
                .isEqualTo(EcdsaQuote.parse(version3()).report().mrSigner());
        assertThat(quote.encode()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void refusesEveryTruncation(Recorded recorded) throws MalformedMessageException {
        byte[] whole = recorded.bytes().toArray();
        int end = whole.length - EcdsaQuote.parse(whole).padding();
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            MalformedMessageException fault = Faults.of(() -> EcdsaQuote.parse(cut));
            if (fault == null || fault.offset() > length) {
                assertThat(fault).as("%s cut to %d bytes", recorded, length).isNotNull();
                assertThat(fault.offset()).isLessThanOrEqualTo(length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 435, 436, 1019})
    void refusesAQuoteThatIsTooShort(int length) {
        byte[] cut = Arrays.copyOf(version3(), length);
        assertThat(Faults.of(() -> EcdsaQuote.parse(cut))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, ' (EPID)'", "2, ' (EPID)'", "6, ''", "65535, ''"})
    void refusesOtherVersions(int version, String kind) {
        assertFault(
                withU16(version3(), 0, version),
                "version at offset 0: is " + version + kind + "; DCAP quotes have 3, 4 or 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 0x8002})
    void refusesOtherKeyTypes(int type) {
        assertFault(
                withU16(version3(), 2, type),
                "att_key_type at offset 2: is " + type + "; only 2 (ECDSA P-256) is known");
    }

    @Test
    void refusesATeeTypeInVersion3() {
        assertFault(withU32(version3(), 4, 0x81), "reserved at offset 4: reserved bytes are not zero");
    }

    @Test
    void refusesAnUnknownTeeType() {
        assertFault(withU32(version4(), 4, 0x80), "tee_type at offset 4: is 0x80; known are 0 (SGX) and 0x81 (TDX)");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5", "65535"})
    void refusesBodyTypesThatATrustDomainDoesNotHave(int type) {
        assertFault(
                withU16(version5(), 48, type),
                "body_type at offset 48: is " + type + ", which TEE type 0x81 does not have");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 584, 647, 649, -1})
    void refusesABodyOfAnotherSize(int size) {
        assertFault(
                withU32(version5(), 50, size),
                "body_size at offset 50: is " + Integer.toUnsignedString(size) + "; a body of type 3 has 648 bytes");
    }

    @Test
    void namesASimulationQuote() {
        assertFault(
                withU32(Arrays.copyOf(version3(), AUTHENTICATION), 432, 0),
                "signature_len at offset 432: is 0: a quote without signature, as simulation SDKs make it");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100000, -1, Integer.MIN_VALUE})
    void refusesASignatureLongerThanWhatFollows(int more) {
        byte[] bytes = version3();
        int length = more > 0 ? u32(bytes, 432) + more : more;
        assertFault(
                withU32(bytes, 432, length),
                "signature_len at offset 432: announces " + Integer.toUnsignedString(length) + " bytes of signature, "
                        + (bytes.length - AUTHENTICATION) + " follow");
    }

    @Test
    void refusesASignatureShorterThanItsParts() {
        assertThat(Faults.of(() -> EcdsaQuote.parse(withU32(version3(), 432, 583))))
                .hasMessageContaining("qe_auth_data")
                .extracting(MalformedMessageException::offset)
                .isEqualTo(AUTHENTICATION + 578);
    }

    @Test
    void refusesQeAuthDataBeyondTheSignature() {
        assertThat(Faults.of(() -> EcdsaQuote.parse(withU16(version3(), AUTHENTICATION + 576, 65535))))
                .hasMessageContaining("qe_auth_data at offset 1014: needs 65535 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 0, 3000})
    void refusesCertificationDataOfAnotherLength(int length) {
        byte[] bytes = version3();
        int at = AUTHENTICATION + 580 + 32;
        assertFault(
                withU32(bytes, at, length),
                "certification_data_size at offset " + at + ": announces " + Integer.toUnsignedString(length)
                        + " bytes of certification data, " + (bytes.length - at - 4) + " follow");
    }

    @Test
    void refusesSlackInsideTheSignature() {
        byte[] bytes = Arrays.copyOf(version3(), version3().length + 1);
        assertThat(Faults.of(() -> EcdsaQuote.parse(withU32(bytes, 432, u32(bytes, 432) + 1))))
                .hasMessageContaining("certification_data_size");
    }

    @Test
    void takesZeroBytesAfterTheQuoteAndNothingElse() throws MalformedMessageException {
        byte[] bytes = Arrays.copyOf(version3(), version3().length + 39);
        EcdsaQuote quote = EcdsaQuote.parse(bytes);

        assertThat(quote.padding()).isEqualTo(39);
        assertThat(quote.encode()).isEqualTo(bytes);
        bytes[bytes.length - 1] = 1;
        assertFault(bytes, "padding at offset " + version3().length + ": only zero bytes may follow the signature");
    }

    @Test
    void refusesOtherCertificationDataAroundTheQeReport() {
        int at = 48 + 584 + 4 + 128;
        assertFault(
                withU16(version4(), at, 5), "certification_data_type at offset " + at + ": is 5; version 4 has 6 here");
        byte[] bytes = version4();
        int length = u32(bytes, at + 2);
        assertThat(Faults.of(() -> EcdsaQuote.parse(withU32(bytes, at + 2, length - 1))))
                .hasMessage("malformed quote: certification_data_size at offset " + (at + 2) + ": announces "
                        + (length - 1) + " bytes of QE report certification data, " + length + " follow");
    }

    @Test
    void refusesPartsOfOtherSizes() {
        ByteString b64 = ByteString.zeros(64);
        assertThatThrownBy(() -> new EcdsaAuthentication(
                        b64, b64, ByteString.zeros(383), b64, ByteString.EMPTY, 5, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("qe_report has 383 bytes instead of 384");
    }

    @Test
    void isTotal() {
        Random random = new Random(SEED);
        List<Recorded> recorded = all();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = MutationTest.mutate(
                    recorded.get(random.nextInt(recorded.size())).bytes().toArray(), random);
            byte[] before = bytes.clone();
            try {
                byte[] again = EcdsaQuote.parse(bytes).encode();
                assertThat(Arrays.equals(again, before)).isTrue();
                accepted++;
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
            }
            assertThat(Arrays.equals(bytes, before))
                    .as("the input stays as it was")
                    .isTrue();
        }
        assertThat(accepted).as("both outcomes occur").isBetween(1, ROUNDS - 1);
    }

    @Test
    void readsAnExtendedTrustDomain() throws MalformedMessageException {
        byte[] source = version5();
        byte[] bytes = new byte[source.length + 885 - 648];
        System.arraycopy(source, 0, bytes, 0, 54 + 648);
        System.arraycopy(source, 54 + 648, bytes, 54 + 885, source.length - 54 - 648);
        withU16(bytes, 48, 4);
        withU32(bytes, 50, 885);
        bytes[54 + 648] = 7;
        EcdsaQuote quote = EcdsaQuote.parse(bytes);

        assertThat(quote.bodyKind()).isEqualTo(QuotedBody.TD_1_5_EXTENDED);
        assertThat(quote.trustDomain().extension()).contains(ByteString.concat(hex("07"), ByteString.zeros(236)));
        assertThat(quote.encode()).isEqualTo(bytes);
    }
}
