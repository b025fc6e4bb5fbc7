package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.testdata.TestData;

/** Genuine evidence put together otherwise than it was made: docs/spec/dcap.md section 13, rows 14, 15, 18, 25 and 44. */
class ReassembledEvidenceTest {
    private static final RecordedCase RECORDED = RecordedCase.of("swhardening-v3-00606a000000-202606-8fcedd");
    /** Another platform of the same kind, with the collateral of the same day. */
    private static final RecordedCase OTHER = RecordedCase.of("swhardening-v3-00606a000000-202606-264768");

    private static EcdsaQuote quote(RecordedCase recorded) throws MalformedMessageException {
        return EcdsaQuote.parse(recorded.quote().toArray());
    }

    private static DcapVerdict verdict(EcdsaQuote quote) {
        return RECORDED.verifier().verify(ByteString.of(quote.encode()), RECORDED.collateral(), RECORDED.verifyAt());
    }

    /** The quote with the attestation key's parts from {@code key}, the QE report's from {@code qe}, the chain from {@code chain}. */
    private static EcdsaQuote assembled(RecordedCase key, RecordedCase qe, RecordedCase chain)
            throws MalformedMessageException {
        EcdsaAuthentication ofKey = quote(key).authentication();
        EcdsaAuthentication ofQe = quote(qe).authentication();
        EcdsaAuthentication authentication = new EcdsaAuthentication(
                ofKey.signature(),
                ofKey.attestationKey(),
                ofQe.qeReport(),
                ofQe.qeReportSignature(),
                ofQe.qeAuthData(),
                EcdsaAuthentication.PCK_CHAIN,
                quote(chain).authentication().certificationData());
        return new EcdsaQuote(quote(key).signedPart(), authentication, 0);
    }

    // dcap.md section 13, rows 14, 15, 18
    @Test
    void refusesPartsOfAnotherPlatformsQuote() throws MalformedMessageException {
        assertVerified(verdict(assembled(RECORDED, RECORDED, RECORDED)));
        assertVerified(verdict(assembled(OTHER, OTHER, OTHER)));
        assertRefused(verdict(assembled(RECORDED, OTHER, RECORDED)), DcapRefusal.QE_REPORT_SIGNATURE);
        assertRefused(verdict(assembled(RECORDED, RECORDED, OTHER)), DcapRefusal.QE_REPORT_SIGNATURE);
        assertRefused(verdict(assembled(RECORDED, OTHER, OTHER)), DcapRefusal.QE_REPORT_DATA);
    }

    // dcap.md section 13, row 25
    @Test
    void takesTheCertificatesInAnyOrder() throws MalformedMessageException {
        EcdsaAuthentication genuine = quote(RECORDED).authentication();
        String text = new String(genuine.certificationData().toArray(), StandardCharsets.US_ASCII);
        List<String> pem = Arrays.stream(text.replace("\0", "").split("(?<=-----END CERTIFICATE-----)\n"))
                .toList();
        assertThat(pem).hasSize(3);
        List<List<Integer>> orders = List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0));
        for (List<Integer> order : orders) {
            String chain = String.join("\n", order.stream().map(pem::get).toList());
            EcdsaAuthentication authentication = new EcdsaAuthentication(
                    genuine.signature(),
                    genuine.attestationKey(),
                    genuine.qeReport(),
                    genuine.qeReportSignature(),
                    genuine.qeAuthData(),
                    EcdsaAuthentication.PCK_CHAIN,
                    ByteString.of(chain.getBytes(StandardCharsets.US_ASCII)));
            assertVerified(verdict(new EcdsaQuote(quote(RECORDED).signedPart(), authentication, 0)));
        }
    }

    // dcap.md section 13, row 25
    @Test
    void takesAGenuineQuoteThatHasTheRootSecond() throws Exception {
        List<RecordedCase> found = new ArrayList<>();
        for (RecordedCase recorded : RecordedEvidenceTest.withWindow()) {
            List<SgxCertificate> chain =
                    PemChain.parse(quote(recorded).authentication().certificationData());
            if (chain.get(1).commonName().equals(SgxCertificate.ROOT_CA)) {
                found.add(recorded);
            }
        }
        assertThat(found).isNotEmpty();
        for (RecordedCase recorded : found) {
            assertVerified(recorded.verifier().verify(recorded.quote(), recorded.collateral(), recorded.verifyAt()));
        }
    }

    private static Collateral with(Collateral genuine, ByteString tcbInfo, ByteString qeIdentity) {
        return new Collateral(
                tcbInfo,
                genuine.tcbInfoChain(),
                qeIdentity,
                genuine.qeIdentityChain(),
                genuine.rootCrl(),
                genuine.pckCrl(),
                genuine.pckCrlIssuerChain(),
                genuine.pckChain());
    }

    private static ByteString altered(ByteString bytes, String digits, String others) {
        String text = new String(bytes.toArray(), StandardCharsets.UTF_8);
        int at = text.indexOf(digits);
        assertThat(at).isPositive();
        return ByteString.of((text.substring(0, at) + others + text.substring(at + digits.length()))
                .getBytes(StandardCharsets.UTF_8));
    }

    // dcap.md section 13, row 44
    @Test
    void refusesAGenuineDocumentWithADigitAltered() {
        Collateral genuine = RECORDED.collateral();
        ByteString newer = altered(genuine.tcbInfo(), "\"tcbEvaluationDataNumber\":2", "\"tcbEvaluationDataNumber\":3");
        assertRefused(
                RECORDED.verifier()
                        .verify(RECORDED.quote(), with(genuine, newer, genuine.qeIdentity()), RECORDED.verifyAt()),
                DcapRefusal.TCB_INFO_SIGNATURE);
        ByteString older = altered(genuine.qeIdentity(), "\"isvsvn\":8", "\"isvsvn\":9");
        assertRefused(
                RECORDED.verifier()
                        .verify(RECORDED.quote(), with(genuine, genuine.tcbInfo(), older), RECORDED.verifyAt()),
                DcapRefusal.QE_IDENTITY_SIGNATURE);
    }

    @Test
    void refusesTheDocumentsOfOneAnother() {
        Collateral genuine = RECORDED.collateral();
        assertRefused(
                RECORDED.verifier()
                        .verify(
                                RECORDED.quote(),
                                with(genuine, genuine.qeIdentity(), genuine.qeIdentity()),
                                RECORDED.verifyAt()),
                DcapRefusal.TCB_INFO_FORMAT);
        assertRefused(
                RECORDED.verifier()
                        .verify(
                                RECORDED.quote(),
                                with(genuine, genuine.tcbInfo(), genuine.tcbInfo()),
                                RECORDED.verifyAt()),
                DcapRefusal.QE_IDENTITY_FORMAT);
    }

    static List<Path> malformed() {
        return TestData.list("dcap/_malformed", ".json");
    }

    @Test
    void countsMalformedDocuments() {
        assertThat(malformed()).hasSize(44);
        System.out.println("DCAP: " + malformed().size() + " malformed documents");
    }

    /** Those that are well-formed are signed by somebody else. */
    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedDocuments(Path file) {
        String name = file.getFileName().toString();
        boolean isIdentity = name.startsWith("qe");
        FakeEvidence evidence = new FakeEvidence();
        ByteString document = ByteString.of(TestData.bytes(file));
        if (isIdentity) {
            evidence.signedQeIdentity = document;
        } else {
            evidence.signedTcbInfo = document;
        }
        boolean isReadable = Stream.of("_ok", "_with_", "v3_tcbinfo").anyMatch(name::contains);
        String refusal = (isIdentity ? "QE_IDENTITY_" : "TCB_INFO_") + (isReadable ? "SIGNATURE" : "FORMAT");
        assertRefused(evidence, DcapRefusal.valueOf(refusal));
    }
}
