package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.verifier.check.CheckName;

/** Quotes that must be refused, and the check that must do it: docs/spec/dcap.md section 13, rows 1 to 23, 74 and 80. */
class InvalidQuoteTest {
    private static final int AUTHENTICATION = 436;
    private static final String QE_SIGNER = "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff";
    /** The point (0, y) on P-256, with the field's prime instead of 0. */
    private static final ByteString NOT_REDUCED = ByteString.of(HexFormat.of()
            .parseHex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
                    + "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"));

    private final FakeEvidence evidence = new FakeEvidence();

    private DcapVerdict verdict(byte[] quote) {
        return Judging.verdict(evidence, ByteString.of(quote));
    }

    /** A new quote, whose length depends on the random numbers of the signatures in its certificates. */
    private byte[] quote() {
        return evidence.quote().toArray();
    }

    private void assertQuoteRefused(byte[] quote, DcapRefusal refusal) {
        assertThat(assertRefused(verdict(quote), refusal).status()).isEmpty();
    }

    /** The parser refuses it for {@code field}. */
    private void assertUnreadable(byte[] quote, String field) {
        assertThat(assertRefused(verdict(quote), DcapRefusal.QUOTE_FORMAT).reason())
                .startsWith("quote format: malformed quote: " + field + " at offset ");
    }

    private static byte[] with(byte[] quote, int at, ByteString bytes) {
        System.arraycopy(bytes.toArray(), 0, quote, at, bytes.size());
        return quote;
    }

    private static byte[] withU16(byte[] quote, int at, int value) {
        ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        return quote;
    }

    private static byte[] withU32(byte[] quote, int at, int value) {
        ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return quote;
    }

    @Test
    void acceptsTheEvidenceThatOthersAreMadeOf() {
        DcapVerdict verdict = assertVerified(evidence);

        assertThat(verdict.status()).contains(TcbStatus.UP_TO_DATE);
        assertThat(verdict.tcb().orElseThrow().advisories()).isEmpty();
        assertThat(verdict.tcb().orElseThrow().advisoriesKnown()).isTrue();
    }

    // dcap.md section 13, row 1
    @ParameterizedTest
    @CsvSource({
        "0, version",
        "1, version",
        "47, header",
        "435, signature_len",
        "436, signature_len",
        "1019, signature_len"
    })
    void refusesShortQuotes(int size, String field) {
        assertUnreadable(Arrays.copyOf(quote(), size), field);
    }

    // dcap.md section 13, row 2
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6})
    void refusesOtherVersions(int version) {
        assertRefused(verdict(withU16(quote(), 0, version)), CheckName.QUOTE_FORMAT, DcapRefusal.QUOTE_UNSUPPORTED);
        byte[] header = Arrays.copyOf(quote(), 48);
        assertRefused(verdict(withU16(header, 0, version)), CheckName.QUOTE_FORMAT, DcapRefusal.QUOTE_UNSUPPORTED);
    }

    // dcap.md section 13, row 2
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void refusesOtherKeyTypes(int type) {
        evidence.quote.keyType = type;
        for (int version = 3; version <= 5; version++) {
            evidence.quote.version = version;
            assertThat(assertRefused(evidence, CheckName.QUOTE_FORMAT, DcapRefusal.QUOTE_UNSUPPORTED)
                            .reason())
                    .contains("att_key_type at offset 2: is " + type);
        }
    }

    // dcap.md section 13, row 3
    @Test
    void refusesATeeTypeInVersion3() {
        evidence.quote.tee = 0x81;
        assertUnreadable(quote(), "reserved");
    }

    // dcap.md section 13, row 4
    @Test
    void refusesAnotherVendor() {
        evidence.quote.vendorAndUser[15] ^= 1;
        assertThat(assertRefused(evidence, CheckName.QE_VENDOR, DcapRefusal.QUOTE_UNSUPPORTED)
                        .reason())
                .isEqualTo("vendor of the quoting enclave: 939a7233f79c4ca9940a0db3957f0606 instead of "
                        + "939a7233f79c4ca9940a0db3957f0607");
    }

    // dcap.md section 13, row 5
    @Test
    void refusesSignatureLengthsThatDoNotFit() {
        byte[] quote = quote();
        assertUnreadable(withU32(quote.clone(), 432, quote.length - AUTHENTICATION + 1), "signature_len");
        assertUnreadable(withU32(quote(), 432, -1), "signature_len");
        assertUnreadable(withU32(quote(), 432, 583), "qe_auth_data");
        assertUnreadable(withU32(quote(), 432, 63), "signature");
    }

    // dcap.md section 13, row 6
    @Test
    void refusesLengthsThatOverflow() {
        assertUnreadable(withU16(quote(), AUTHENTICATION + 576, 65535), "qe_auth_data");
        assertUnreadable(withU32(quote(), AUTHENTICATION + 580 + 32, -1), "certification_data_size");
    }

    // dcap.md section 13, row 7
    @Test
    void refusesSlackInsideTheSignature() {
        byte[] genuine = quote();
        byte[] quote = Arrays.copyOf(genuine, genuine.length + 4);
        assertUnreadable(withU32(quote, 432, quote.length - AUTHENTICATION), "certification_data_size");
    }

    // dcap.md section 13, row 8
    @Test
    void refusesBytesAfterTheQuoteUnlessTheyAreZero() {
        byte[] genuine = quote();
        byte[] padded = Arrays.copyOf(genuine, genuine.length + 8);
        assertThat(verdict(padded).verified()).isTrue();
        padded[padded.length - 1] = 1;
        assertUnreadable(padded, "padding");
    }

    // dcap.md section 13, row 9
    @Test
    void refusesQuotesBeyond64KiB() {
        assertThat(verdict(Arrays.copyOf(quote(), 65536)).verified()).isTrue();
        assertThat(assertRefused(verdict(Arrays.copyOf(quote(), 65537)), DcapRefusal.QUOTE_FORMAT)
                        .reason())
                .isEqualTo("quote format: 65537 bytes; a quote has at most 65536");
    }

    // dcap.md section 13, row 10
    @ParameterizedTest
    @CsvSource({
        "1, install libsgx-dcap-default-qpl",
        "2, install libsgx-dcap-default-qpl",
        "3, install libsgx-dcap-default-qpl",
        "4, type 4 is not supported",
        "6, type 6 is not supported",
        "7, type 7 is not supported",
        "0, type 0 is not supported"
    })
    void refusesOtherCertificationData(int type, String advice) {
        evidence.quote.certificationType = type;
        evidence.quote.certificationData = ByteString.zeros(404);
        assertThat(assertRefused(evidence, CheckName.CERTIFICATION_DATA, DcapRefusal.CERTIFICATION_TYPE)
                        .reason())
                .contains(advice);
    }

    // dcap.md section 13, row 11
    @ParameterizedTest
    @ValueSource(ints = {8, 10, 28, 47, 48, 64, 68, 96, 112, 144, 431})
    void refusesAFlippedBitOfHeaderOrBody(int at) {
        byte[] quote = quote();
        quote[at] ^= 0x10;
        assertQuoteRefused(quote, DcapRefusal.QUOTE_SIGNATURE);
    }

    // dcap.md section 13, row 12
    @Test
    void refusesSignaturesOutOfRange() {
        BigInteger order = EcdsaVerification.ORDER;
        BigInteger one = BigInteger.ONE;
        BigInteger zero = BigInteger.ZERO;
        BigInteger[][] pairs = {
            {zero, zero}, {zero, one}, {one, zero}, {one, order}, {order, one}, {order.add(one), one}, {order, order}
        };
        for (BigInteger[] pair : pairs) {
            ByteString signature = new EcdsaP256Signature(pair[0], pair[1]).bigEndian();
            assertQuoteRefused(with(quote(), AUTHENTICATION, signature), DcapRefusal.QUOTE_SIGNATURE);
            assertQuoteRefused(with(quote(), AUTHENTICATION + 512, signature), DcapRefusal.QE_REPORT_SIGNATURE);
        }
    }

    /** Libraries of today refuse them too: what ours does shows nowhere else. */
    @Test
    void knowsTheRangeOfNumbersInSignatures() {
        BigInteger order = EcdsaVerification.ORDER;
        for (BigInteger number : List.of(BigInteger.ONE, order.subtract(BigInteger.ONE))) {
            assertThat(EcdsaVerification.isInRange(number)).isTrue();
        }
        for (BigInteger number : List.of(BigInteger.ZERO, BigInteger.ONE.negate(), order, order.add(BigInteger.ONE))) {
            assertThat(EcdsaVerification.isInRange(number)).isFalse();
        }
    }

    // dcap.md section 13, row 13
    @Test
    void refusesAnAttestationKeyThatIsNoPoint() {
        byte[] off = evidence.quote.attestationKey.publicKey().bigEndian().toArray();
        off[63] ^= 1;
        for (ByteString stated : List.of(ByteString.zeros(64), ByteString.of(off), NOT_REDUCED)) {
            evidence.quote.statedKey = stated;
            assertRefused(evidence, CheckName.ATTESTATION_KEY, DcapRefusal.QUOTE_FORMAT);
        }
    }

    // dcap.md section 13, row 14
    @Test
    void refusesAForeignAttestationKey() {
        byte[] genuine = quote();
        ByteString foreignKey = FakeKeys.of("foreign").publicKey().bigEndian();
        ByteString signed = ByteString.of(genuine, 0, 432);
        byte[] forged = with(genuine, AUTHENTICATION, FakeKeys.sign(FakeKeys.of("foreign"), signed));
        assertQuoteRefused(with(forged, AUTHENTICATION + 64, foreignKey), DcapRefusal.QE_REPORT_DATA);
    }

    // dcap.md section 13, row 15
    @Test
    void refusesOtherQeAuthData() {
        byte[] quote = quote();
        quote[AUTHENTICATION + 578 + 31] ^= 1;
        assertQuoteRefused(quote, DcapRefusal.QE_REPORT_DATA);

        byte[] whole = quote();
        int cut = AUTHENTICATION + 578 + 31;
        byte[] shorter = Arrays.copyOf(whole, whole.length - 1);
        System.arraycopy(whole, cut + 1, shorter, cut, shorter.length - cut);
        withU16(shorter, AUTHENTICATION + 576, 31);
        withU32(shorter, 432, shorter.length - AUTHENTICATION);
        assertQuoteRefused(shorter, DcapRefusal.QE_REPORT_DATA);
    }

    @Test
    void takesQeAuthDataOfAnyLength() {
        evidence.quote.qeAuthData = new byte[0];
        assertVerified(evidence);
        evidence.quote.qeAuthData = new byte[50_000];
        assertVerified(evidence);
    }

    // dcap.md section 13, row 16
    @Test
    void refusesTheUpperHalfOfTheQeReportData() {
        evidence.quote.qeReportDataUpperHalf[31] = 1;
        assertRefused(evidence, DcapRefusal.QE_REPORT_DATA);
    }

    // dcap.md section 13, row 17
    @ParameterizedTest
    @ValueSource(ints = {128, 128 + 20, 128 + 128, 128 + 258, 128 + 383, 512, 575})
    void refusesAFlippedBitOfTheQeReportOrItsSignature(int at) {
        byte[] quote = quote();
        quote[AUTHENTICATION + at] ^= 1;
        assertQuoteRefused(quote, DcapRefusal.QE_REPORT_SIGNATURE);
    }

    // dcap.md section 13, row 18
    @Test
    void refusesAQeReportOfAnotherPlatform() {
        evidence.quote.pck = FakeKeys.of("pck of another platform");
        assertRefused(evidence, DcapRefusal.QE_REPORT_SIGNATURE);
    }

    // dcap.md section 13, row 19
    @Test
    void refusesAnotherEnclaveInPlaceOfTheQuotingEnclave() {
        evidence.quote.putQe("11".repeat(32), 1, 8);
        assertRefused(evidence, CheckName.QE_SIGNER, DcapRefusal.QE_IDENTITY_MISMATCH);
        evidence.quote.putQe(QE_SIGNER, 2, 8);
        assertThat(assertRefused(evidence, CheckName.QE_PRODUCT, DcapRefusal.QE_IDENTITY_MISMATCH)
                        .reason())
                .isEqualTo("QE product: 2 instead of 1");
    }

    // dcap.md section 13, row 20
    @Test
    void refusesADebugQuotingEnclave() {
        evidence.quote.qeReport[48] |= 2;
        assertRefused(evidence, CheckName.QE_ATTRIBUTES, DcapRefusal.QE_IDENTITY_MISMATCH);
    }

    // dcap.md section 13, row 21
    @ParameterizedTest
    @ValueSource(ints = {8, 15})
    void comparesAll16BytesOfAttributes(int at) {
        StringBuilder mask = new StringBuilder("FBFFFFFFFFFFFFFF0000000000000000");
        mask.replace(2 * at, 2 * at + 2, "80");
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("FBFFFFFFFFFFFFFF0000000000000000", mask.toString());
        evidence.quote.qeReport[48 + at] |= (byte) 0x80;
        assertRefused(evidence, CheckName.QE_ATTRIBUTES, DcapRefusal.QE_IDENTITY_MISMATCH);
        evidence.quote.qeReport[48 + at] &= 0x7f;
        assertVerified(evidence);
    }

    // dcap.md section 13, row 22
    @Test
    void comparesMiscSelectInReportByteOrder() {
        evidence.quote.qeReport[16] = 1;
        assertRefused(evidence, CheckName.QE_MISC_SELECT, DcapRefusal.QE_IDENTITY_MISMATCH);
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("\"miscselect\":\"00000000\"", "\"miscselect\":\"01000000\"");
        assertVerified(evidence);
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("\"miscselect\":\"01000000\"", "\"miscselect\":\"00000001\"");
        assertRefused(evidence, CheckName.QE_MISC_SELECT, DcapRefusal.QE_IDENTITY_MISMATCH);
    }

    // dcap.md section 13, row 23
    @Test
    void refusesAQuotingEnclaveBelowEveryLevel() {
        evidence.quote.putQe(QE_SIGNER, 1, 0);
        assertRefused(evidence, CheckName.QE_LEVEL, DcapRefusal.QE_NOT_SUPPORTED);
    }

    // dcap.md section 13, row 74
    @Test
    void namesAQuoteOfASimulationSdk() {
        byte[] quote = withU32(Arrays.copyOf(quote(), AUTHENTICATION), 432, 0);
        assertUnreadable(quote, "signature_len");
        assertThat(verdict(quote).reason()).endsWith("is 0: a quote without signature, as simulation SDKs make it");
    }

    // dcap.md section 13, row 80
    @Test
    void refusesCertificationDataThatIsNestedTwice() {
        evidence.quote.version = 4;
        assertVerified(evidence);
        evidence.quote.certificationType = 6;
        assertRefused(evidence, CheckName.CERTIFICATION_DATA, DcapRefusal.CERTIFICATION_TYPE);
    }

    // dcap.md section 13, row 80
    @Test
    void refusesOtherNesting() {
        evidence.quote.version = 4;
        byte[] quote = quote();
        assertUnreadable(withU16(quote.clone(), AUTHENTICATION + 128, 5), "certification_data_type");
        int inner = ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).getInt(AUTHENTICATION + 130);
        assertUnreadable(withU32(quote.clone(), AUTHENTICATION + 130, inner - 1), "certification_data_size");
        assertUnreadable(withU32(quote.clone(), AUTHENTICATION + 130, inner + 1), "certification_data_size");
    }

    // dcap.md section 13, row 80
    @Test
    void refusesBodiesOfTheWrongSize() {
        evidence.quote.version = 5;
        assertVerified(evidence);
        evidence.quote.body = Arrays.copyOf(evidence.quote.body, 385);
        assertUnreadable(quote(), "body_size");
        evidence.quote.body = Arrays.copyOf(evidence.quote.body, 584);
        evidence.quote.bodyType = 2;
        assertRefused(evidence, CheckName.QUOTE_FORMAT, DcapRefusal.QUOTE_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void verifiesEnclavesInEachVersion(int version) {
        evidence.quote.version = version;
        assertThat(assertVerified(evidence).quote().orElseThrow().version()).isEqualTo(version);
        byte[] quote = quote();
        quote[60] ^= 1;
        assertQuoteRefused(quote, DcapRefusal.QUOTE_SIGNATURE);
    }
}
