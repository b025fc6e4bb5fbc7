package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;

/** Quotes that must be refused, and the check that must do it: docs/spec/dcap.md section 13, cases 1 to 23 and 80. */
class InvalidQuoteTest {
    private static final int AUTHENTICATION = 436;

    private final FakeEvidence evidence = new FakeEvidence();

    private DcapVerdict verdict(byte[] quote) {
        return Judging.verifier(evidence).verify(ByteString.of(quote), evidence.collateral(), evidence.now);
    }

    /** A new quote, whose length depends on the random numbers of the signatures in its certificates. */
    private byte[] quote() {
        return evidence.quote().toArray();
    }

    private void assertQuoteRefused(byte[] quote, DcapRefusal refusal) {
        DcapVerdict verdict = verdict(quote);
        assertThat(verdict.refusal()).as(verdict.reason()).contains(refusal);
        assertThat(verdict.status()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 435, 436, 1019})
    void case1RefusesShortQuotes(int size) {
        assertQuoteRefused(Arrays.copyOf(quote(), size), DcapRefusal.QUOTE_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6})
    void case2RefusesOtherVersions(int version) {
        assertQuoteRefused(withU16(quote(), 0, version), DcapRefusal.QUOTE_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void case2RefusesOtherKeyTypes(int type) {
        evidence.quote.keyType = type;
        assertRefused(evidence, DcapRefusal.QUOTE_UNSUPPORTED);
    }

    @Test
    void case3RefusesATeeTypeInVersion3() {
        evidence.quote.tee = 0x81;
        assertRefused(evidence, DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case4RefusesAnotherVendor() {
        evidence.quote.vendorAndUser[15] ^= 1;
        assertThat(assertRefused(evidence, DcapRefusal.QUOTE_UNSUPPORTED).reason())
                .isEqualTo("vendor of the quoting enclave: 939a7233f79c4ca9940a0db3957f0606 instead of "
                        + "939a7233f79c4ca9940a0db3957f0607");
    }

    @Test
    void case5RefusesSignatureLengthsThatDoNotFit() {
        byte[] quote = quote();
        assertQuoteRefused(withU32(quote.clone(), 432, quote.length - AUTHENTICATION + 1), DcapRefusal.QUOTE_FORMAT);
        assertQuoteRefused(withU32(quote(), 432, 583), DcapRefusal.QUOTE_FORMAT);
        assertQuoteRefused(withU32(quote(), 432, -1), DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case6RefusesLengthsThatOverflow() {
        assertQuoteRefused(withU16(quote(), AUTHENTICATION + 576, 65535), DcapRefusal.QUOTE_FORMAT);
        assertQuoteRefused(withU32(quote(), AUTHENTICATION + 580 + 32, -1), DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case7RefusesSlackInsideTheSignature() {
        byte[] genuine = quote();
        byte[] quote = Arrays.copyOf(genuine, genuine.length + 4);
        assertQuoteRefused(withU32(quote, 432, quote.length - AUTHENTICATION), DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case8RefusesBytesAfterTheQuoteUnlessTheyAreZero() {
        byte[] genuine = quote();
        byte[] padded = Arrays.copyOf(genuine, genuine.length + 8);
        assertThat(verdict(padded).verified()).isTrue();
        padded[padded.length - 1] = 1;
        assertQuoteRefused(padded, DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case9RefusesQuotesBeyond64KiB() {
        assertThat(verdict(Arrays.copyOf(quote(), 65536)).verified()).isTrue();
        assertQuoteRefused(Arrays.copyOf(quote(), 65537), DcapRefusal.QUOTE_FORMAT);
    }

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
    void case10RefusesOtherCertificationData(int type, String advice) {
        evidence.quote.certificationType = type;
        evidence.quote.certificationData = ByteString.zeros(404);
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATION_TYPE).reason())
                .contains(advice);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 28, 47, 48, 64, 68, 96, 112, 144, 431})
    void case11RefusesAFlippedBitOfHeaderOrBody(int at) {
        byte[] quote = quote();
        quote[at] ^= 0x10;
        assertQuoteRefused(quote, DcapRefusal.QUOTE_SIGNATURE);
    }

    @Test
    void case12RefusesSignaturesOutOfRange() {
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

    @Test
    void case13RefusesAnAttestationKeyThatIsNoPoint() {
        evidence.quote.statedKey = ByteString.zeros(64);
        assertRefused(evidence, DcapRefusal.QUOTE_FORMAT);
        byte[] key = evidence.quote.attestationKey.publicKey().bigEndian().toArray();
        key[63] ^= 1;
        evidence.quote.statedKey = ByteString.of(key);
        assertRefused(evidence, DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case14RefusesAForeignAttestationKey() {
        byte[] genuine = quote();
        ByteString foreignKey = FakeKeys.of("foreign").publicKey().bigEndian();
        ByteString signed = ByteString.of(genuine, 0, 432);
        byte[] forged = with(genuine, AUTHENTICATION, FakeKeys.sign(FakeKeys.of("foreign"), signed));
        assertQuoteRefused(with(forged, AUTHENTICATION + 64, foreignKey), DcapRefusal.QE_REPORT_DATA);
    }

    @Test
    void case15RefusesOtherQeAuthData() {
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

    @Test
    void case16RefusesTheUpperHalfOfTheQeReportData() {
        evidence.quote.qeReportDataUpperHalf[31] = 1;
        assertRefused(evidence, DcapRefusal.QE_REPORT_DATA);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 128 + 20, 128 + 128, 128 + 258, 128 + 383, 512, 575})
    void case17RefusesAFlippedBitOfTheQeReportOrItsSignature(int at) {
        byte[] quote = quote();
        quote[AUTHENTICATION + at] ^= 1;
        assertQuoteRefused(quote, DcapRefusal.QE_REPORT_SIGNATURE);
    }

    @Test
    void case18RefusesAQeReportOfAnotherPlatform() {
        evidence.quote.pck = FakeKeys.of("pck of another platform");
        assertRefused(evidence, DcapRefusal.QE_REPORT_SIGNATURE);
    }

    @Test
    void case19RefusesAnotherEnclaveInPlaceOfTheQuotingEnclave() {
        evidence.quote.putQe("11".repeat(32), 1, 8);
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                .startsWith("QE signer: ");
        evidence.quote.putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 2, 8);
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                .isEqualTo("QE product: 2 instead of 1");
    }

    @Test
    void case20RefusesADebugQuotingEnclave() {
        evidence.quote.qeReport[48] |= 2;
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                .startsWith("QE attributes");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 15})
    void case21ComparesAll16BytesOfAttributes(int at) {
        StringBuilder mask = new StringBuilder("FBFFFFFFFFFFFFFF0000000000000000");
        mask.replace(2 * at, 2 * at + 2, "80");
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("FBFFFFFFFFFFFFFF0000000000000000", mask.toString());
        evidence.quote.qeReport[48 + at] |= (byte) 0x80;
        if (at == 8) {
            assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                    .startsWith("QE attributes");
        } else {
            assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH);
        }
    }

    @Test
    void case22ComparesMiscSelectInReportByteOrder() {
        evidence.quote.qeReport[16] = 1;
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                .startsWith("QE misc select");
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("\"miscselect\":\"00000000\"", "\"miscselect\":\"01000000\"");
        assertVerified(evidence);
        evidence.qeIdentity.middle =
                evidence.qeIdentity.middle.replace("\"miscselect\":\"01000000\"", "\"miscselect\":\"00000001\"");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH);
    }

    @Test
    void case23RefusesAQuotingEnclaveBelowEveryLevel() {
        evidence.quote.putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, 0);
        assertRefused(evidence, DcapRefusal.QE_NOT_SUPPORTED);
    }

    @Test
    void case74NamesAQuoteOfASimulationSdk() {
        byte[] quote = withU32(Arrays.copyOf(quote(), AUTHENTICATION), 432, 0);
        assertQuoteRefused(quote, DcapRefusal.QUOTE_FORMAT);
        assertThat(verdict(quote).reason()).contains("as simulation SDKs make it");
    }

    @Test
    void case80RefusesCertificationDataThatIsNestedTwice() {
        evidence.quote.version = 4;
        assertVerified(evidence);
        evidence.quote.certificationType = 6;
        assertRefused(evidence, DcapRefusal.CERTIFICATION_TYPE);
    }

    @Test
    void case80RefusesOtherNesting() {
        evidence.quote.version = 4;
        byte[] quote = quote();
        assertQuoteRefused(withU16(quote.clone(), AUTHENTICATION + 128, 5), DcapRefusal.QUOTE_FORMAT);
        int inner = ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).getInt(AUTHENTICATION + 130);
        assertQuoteRefused(withU32(quote.clone(), AUTHENTICATION + 130, inner - 1), DcapRefusal.QUOTE_FORMAT);
        assertQuoteRefused(withU32(quote.clone(), AUTHENTICATION + 130, inner + 1), DcapRefusal.QUOTE_FORMAT);
    }

    @Test
    void case80RefusesBodiesOfTheWrongSize() {
        evidence.quote.version = 5;
        assertVerified(evidence);
        evidence.quote.body = Arrays.copyOf(evidence.quote.body, 385);
        assertRefused(evidence, DcapRefusal.QUOTE_FORMAT);
        evidence.quote.body = Arrays.copyOf(evidence.quote.body, 584);
        evidence.quote.bodyType = 2;
        assertRefused(evidence, DcapRefusal.QUOTE_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void verifiesEnclavesInEachVersion(int version) {
        evidence.quote.version = version;
        assertThat(assertVerified(evidence).quote().orElseThrow().version()).isEqualTo(version);
        byte[] quote = quote();
        quote[60] ^= 1;
        assertThat(verdict(quote).verified()).isFalse();
    }
}
