package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** Collateral that is checked once for many quotes. */
class PreparedCollateralTest {
    private final AtomicInteger verifications = new AtomicInteger();

    private DcapVerifier counting(DcapVerifier verifier) {
        return verifier.withEcdsa((key, message, signature) -> {
            verifications.incrementAndGet();
            return EcdsaVerification.byLibrary(key, message, signature);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "swhardening-v3-00606a000000-202508-c81a90",
                "outofdate-v2-00606a000000-202503-b7ab1c",
                "tdx-uptodate-v4-b0c06f000000-202506"
            })
    void costsThreeVerificationsAQuote(String name) {
        RecordedCase recorded = RecordedCase.of(name);
        DcapVerifier verifier = counting(recorded.verifier());
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        verifications.set(0);
        for (int quotes = 1; quotes <= 3; quotes++) {
            assertThat(verifier.verify(recorded.quote(), collateral, recorded.verifyAt())
                            .verified())
                    .isTrue();
            assertThat(verifications).hasValue(3 * quotes);
        }
    }

    @Test
    void verifiesEverySignatureOnceWhenCold() {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        counting(recorded.verifier()).verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());

        // Root, CA, signer, two lists, two documents; PCK, QE report, quote.
        assertThat(verifications).hasValue(10);
    }

    @Test
    void keepsTheCertificatesOfItsChainsForThoseOfQuotes() throws DcapFormatException {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        Collateral collateral = recorded.collateral();
        PreparedCollateral kept = recorded.verifier().prepare(collateral);

        for (ByteString chain :
                List.of(collateral.tcbInfoChain(), collateral.pckChain().orElseThrow())) {
            List<SgxCertificate> found = PemChain.parse(chain, kept.certificates);
            List<SgxCertificate> again = PemChain.parse(chain, kept.certificates);
            assertThat(again)
                    .usingElementComparator((one, other) -> one == other ? 0 : 1)
                    .isEqualTo(found);
        }
    }

    @Test
    void refusesWithoutCollateralWhatNoneIsNeededFor() {
        FakeEvidence evidence = new FakeEvidence();
        DcapVerifier verifier = Judging.verifier(evidence);
        ByteString quote = evidence.quote();
        byte[] header = quote.toArray();
        header[0] = 6;

        assertThat(verifier.refuseWithoutCollateral(quote)).isEmpty();
        Judging.assertRefused(
                verifier.refuseWithoutCollateral(ByteString.of(header)).orElseThrow(),
                CheckName.QUOTE_FORMAT,
                DcapRefusal.QUOTE_UNSUPPORTED);
        DcapVerdict foreign =
                DcapVerifier.of(DcapRoot.intel()).refuseWithoutCollateral(quote).orElseThrow();
        assertThat(foreign.refusal()).contains(DcapRefusal.ROOT_UNTRUSTED);
        assertThat(foreign.checks())
                .extracting(Check::name)
                .contains(CheckName.PCK_SIGNATURE)
                .doesNotContain(CheckName.TCB_INFO_FORMAT)
                .endsWith(CheckName.TRUSTED_ROOT);
    }

    @Test
    void verifiesTheListWithTheCaOfTheQuoteIfNoneIsGiven() {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        Collateral given = recorded.collateral();
        Collateral without = new Collateral(
                given.tcbInfo(),
                given.tcbInfoChain(),
                given.qeIdentity(),
                given.qeIdentityChain(),
                given.rootCrl(),
                given.pckCrl(),
                Optional.empty(),
                Optional.empty());
        DcapVerifier verifier = counting(recorded.verifier());
        PreparedCollateral collateral = verifier.prepare(without);
        verifications.set(0);

        assertThat(verifier.verify(recorded.quote(), collateral, recorded.verifyAt())
                        .verified())
                .isTrue();
        assertThat(verifications).as("and the CA and its list").hasValue(5);
    }

    @Test
    void neverTakesAWrongSignatureForOneThatWasVerified() {
        FakeEvidence evidence = new FakeEvidence();
        DcapVerifier verifier = Judging.verifier(evidence);
        PreparedCollateral collateral = verifier.prepare(evidence.collateral());
        FakeEvidence foreign = new FakeEvidence();
        foreign.ca.signer = org.sgxra.fakes.FakeKeys.of("foreign");

        assertThat(verifier.verify(foreign.quote(), collateral, evidence.now).refusal())
                .contains(DcapRefusal.CHAIN_SIGNATURE);
        assertThat(verifier.verify(evidence.quote(), collateral, evidence.now).verified())
                .isTrue();
    }

    @Test
    void trustsTheRootOfTheVerifierThatUsesIt() {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        PreparedCollateral collateral = recorded.verifier().prepare(recorded.collateral());
        DcapVerifier other = DcapVerifier.of(new DcapRoot(new FakeEvidence().trustedKey()));

        assertThat(other.verify(recorded.quote(), collateral, recorded.verifyAt())
                        .refusal())
                .contains(DcapRefusal.ROOT_UNTRUSTED);
    }

    @Test
    void judgesAtTheTimeOfTheQuoteAndNotOfThePreparation() {
        FakeEvidence evidence = new FakeEvidence();
        DcapVerifier verifier = Judging.verifier(evidence);
        PreparedCollateral collateral = verifier.prepare(evidence.collateral());
        ByteString quote = evidence.quote();

        assertThat(verifier.verify(quote, collateral, evidence.now).verified()).isTrue();
        assertThat(verifier.verify(quote, collateral, evidence.now.plus(Duration.ofDays(40)))
                        .refusal())
                .contains(DcapRefusal.ROOT_CRL_EXPIRED);
        assertThat(verifier.verify(quote, collateral, evidence.now.minus(Duration.ofDays(2)))
                        .refusal())
                .contains(DcapRefusal.CERTIFICATE_EXPIRED);
    }

    @Test
    void readsQplLikeJsonAndDcapQvlJson() throws DcapFormatException {
        FakeEvidence evidence = new FakeEvidence();
        Collateral given = evidence.collateral();
        String qpl = json("tcb_info", text(given.tcbInfo())) + json("qe_identity", text(given.qeIdentity()));
        String apart = json("tcb_info", evidence.tcbInfo.body())
                + json("tcb_info_signature", signatureOf(given.tcbInfo()))
                + json("qe_identity", evidence.qeIdentity.body())
                + json("qe_identity_signature", signatureOf(given.qeIdentity()));
        String chains = json("tcb_info_issuer_chain", text(given.tcbInfoChain()))
                + json("qe_identity_issuer_chain", text(given.qeIdentityChain()))
                + json("pck_crl_issuer_chain", text(given.pckCrlIssuerChain().orElseThrow()))
                + json("pck_crl", given.pckCrl().hex());
        String last = "\"root_ca_crl\":\"" + given.rootCrl().hex() + "\"}";
        for (String documents : new String[] {qpl, apart}) {
            Collateral read =
                    Collateral.ofJson(utf8("{" + documents + chains + last).toArray());
            assertThat(Judging.verifier(evidence)
                            .verify(evidence.quote(), read, evidence.now)
                            .reason())
                    .isEmpty();
        }
        assertThatThrownBy(() -> Collateral.ofJson(utf8("{" + qpl + last).toArray()))
                .isInstanceOf(DcapFormatException.class)
                .hasMessage("malformed collateral: tcb_info_issuer_chain: is missing");
        assertThatThrownBy(() -> Collateral.ofJson(utf8("{\"tcb_info\":1}").toArray()))
                .hasMessage("malformed collateral: tcb_info: is not a string");
        assertThatThrownBy(() ->
                        Collateral.ofJson(utf8("{\"tcb_info\":\"{}\",\"tcb_info_signature\":\"\\\",\\\"x\\\":\\\"\"}")
                                .toArray()))
                .hasMessage("malformed collateral: tcb_info_signature: is not hexadecimal");
    }

    private static String json(String name, String value) {
        return "\"" + name + "\":\""
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\",";
    }

    private static String signatureOf(ByteString document) {
        return text(document).replaceAll(".*\"signature\":\"([0-9a-f]*)\".*", "$1");
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static ByteString utf8(String text) {
        return ByteString.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void refusesToleranceThatNobodyShouldHave() {
        DcapVerifier verifier = DcapVerifier.of(DcapRoot.intel());

        assertThatThrownBy(() -> verifier.withClockSkew(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a clock skew is not negative");
        assertThatThrownBy(() -> verifier.withGrace(Duration.ofDays(91)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 to 90 days of grace are possible");
    }

    @Test
    void readsTheRootOfAFile() throws DcapFormatException {
        byte[] pem = TestData.bytes("dcap/testroot-intel-qvl-sample/trustedRootCaCert.pem");
        DcapRoot root = DcapRoot.ofCertificate(pem);
        byte[] der = org.sgxra.common.dcap.PemChain.parse(ByteString.of(pem))
                .get(0)
                .encoded()
                .toArray();

        assertThat(DcapRoot.ofCertificate(der)).isEqualTo(root).isNotEqualTo(DcapRoot.intel());
        assertThatThrownBy(() -> DcapRoot.ofCertificate(
                        TestData.bytes("dcap/swhardening-v3-00606a000000-202508-c81a90/tcbSignChain.pem")))
                .isInstanceOf(DcapFormatException.class)
                .hasMessage("malformed root: certificate: must be one certificate of \"Intel SGX Root CA\"");
    }
}
