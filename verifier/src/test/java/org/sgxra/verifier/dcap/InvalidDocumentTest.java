package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;

/** TCB info and QE identity that must be refused: docs/spec/dcap.md section 13, cases 44 to 54 and 61 to 67. */
class InvalidDocumentTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private void giveTcbInfo(String from, String to) {
        String text = text(evidence.tcbInfo.sign());
        assertThat(text).contains(from);
        evidence.signedTcbInfo = bytes(text.replace(from, to));
    }

    @Test
    void case44RefusesAnAlteredTcbInfo() {
        giveTcbInfo("\"pcesvn\":13", "\"pcesvn\":12");
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
    }

    @Test
    void case44RefusesAnAlteredSignature() {
        String text = text(evidence.tcbInfo.sign());
        int last = text.length() - 3;
        char digit = text.charAt(last) == '0' ? '1' : '0';
        evidence.signedTcbInfo = bytes(text.substring(0, last) + digit + text.substring(last + 1));
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
        evidence.signedTcbInfo = bytes(text.substring(0, last) + text.substring(last + 1));
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
        evidence.signedTcbInfo =
                bytes(text.replaceFirst("\"signature\":\"[0-9a-f]*", "\"signature\":\"" + "0".repeat(128)));
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
        int signature = text.lastIndexOf("\":\"") + 3;
        evidence.signedTcbInfo =
                bytes(text.substring(0, signature) + text.substring(signature).toUpperCase(Locale.ROOT));
        assertVerified(evidence);
    }

    @Test
    void case45RefusesAPrettyPrintedTcbInfo() {
        giveTcbInfo("\"version\":3,", "\"version\": 3,");
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
    }

    @Test
    void case46RefusesDuplicateMembers() {
        String body = evidence.tcbInfo.body();
        evidence.signedTcbInfo = evidence.tcbInfo.sign(body.replace("\"tcbLevels\"", "\"tcbLevels\":[],\"tcbLevels\""));
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
        evidence.signedTcbInfo =
                bytes(text(evidence.tcbInfo.sign()).replace("{\"tcbInfo\":", "{\"tcbInfo\":{},\"tcbInfo\":"));
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
    }

    @Test
    void case47RefusesDeepLongAndStrangeDocuments() {
        String body = evidence.tcbInfo.body();
        for (String extra : List.of(
                "\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",",
                "\"x\":\"" + "x".repeat(300 * 1024) + "\",",
                "\"x\":1e3,",
                "\"x\":1.5,",
                "\"x\":-1,")) {
            evidence.signedTcbInfo = evidence.tcbInfo.sign(body.replace("\"tcbLevels\"", extra + "\"tcbLevels\""));
            assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
        }
        evidence.signedTcbInfo =
                evidence.tcbInfo.sign(body.replace("\"tcbLevels\"", "\"x\":{\"y\":[1]},\"tcbLevels\""));
        assertVerified(evidence);
        evidence.signedTcbInfo = bytes(text(evidence.tcbInfo.sign()) + " x");
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
    }

    @Test
    void case48RefusesOtherSigners() {
        byte[] root = evidence.root.sign();
        evidence.tcbInfo.signer = evidence.pckKey;
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.pck(), root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfo.signer = evidence.caKey;
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.ca(), root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfo.signer = evidence.rootKey;
        evidence.tcbInfoChain = FakeCertificate.pem(root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfoChain = FakeCertificate.pem(root, root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfo.signer = evidence.signerKey;
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), evidence.ca(), root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfoChain = bytes("x");
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
    }

    @Test
    void case48RefusesASignerThatIsNoSigner() {
        evidence.signer.put(Extension.basicConstraints, true, new BasicConstraints(0));
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.signer.put(Extension.basicConstraints, true, new BasicConstraints(false));
        evidence.signer.put(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
    }

    @Test
    void case49RefusesASignerUnderAnotherRoot() {
        FakeEvidence other = new FakeEvidence();
        other.root.signer = FakeKeys.of("another root");
        other.root.key = FakeCertificate.spki(FakeKeys.of("another root"));
        other.signer.signer = FakeKeys.of("another root");
        evidence.tcbInfoChain = FakeCertificate.pem(other.signer.sign(), other.root.sign());
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfoChain = FakeCertificate.pem(other.signer.sign(), evidence.root.sign());
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
        evidence.qeIdentityChain = evidence.tcbInfoChain;
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), evidence.root.sign());
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_CHAIN);
    }

    @Test
    void case50RefusesTheTcbInfoOfAnotherPlatform() {
        evidence.tcbInfo.middle = evidence.tcbInfo.middle.replace("00534F465400", "00534F465401");
        assertRefused(evidence, DcapRefusal.TCB_INFO_MISMATCH);
        FakeEvidence pceId = new FakeEvidence();
        pceId.tcbInfo.middle = pceId.tcbInfo.middle.replace("\"0000\"", "\"0001\"");
        assertThat(assertRefused(pceId, DcapRefusal.TCB_INFO_MISMATCH).reason())
                .isEqualTo("PCE ID: 0001 instead of 0000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tcbType\":0|\"tcbType\":1",
                "\"version\":3|\"version\":1",
                "\"version\":3|\"version\":4",
                "\"id\":\"SGX\",|''",
                "{\"svn\":10},|''",
                "{\"svn\":10},|{\"svn\":10},{\"svn\":0},",
                "{\"svn\":10},|{\"svn\":-1},",
                "{\"svn\":10},|{\"svn\":256},",
                "\"tcbStatus\":\"Revoked\"|\"tcbStatus\":\"revoked\"",
                "\"tcbStatus\":\"Revoked\"|\"tcbStatus\":\"TDRelaunchAdvised\"",
                "2026-01-14T12:00:00Z|2025-02-30T12:00:00Z",
            })
    void case51To53RefuseInvalidFields(String from, String to) {
        String body = evidence.tcbInfo.body();
        assertThat(body).contains(from);
        evidence.signedTcbInfo = evidence.tcbInfo.sign(body.replaceFirst(java.util.regex.Pattern.quote(from), to));
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
    }

    @Test
    void case51RefusesATcbInfoForTdx() {
        evidence.tcbInfo.id = "TDX";
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
        FakeEvidence tdx = FakeEvidence.ofTrustDomain(4, 2, 584);
        evidence.signedTcbInfo = tdx.tcbInfo.sign();
        assertThat(assertRefused(evidence, DcapRefusal.TCB_INFO_MISMATCH).reason())
                .isEqualTo("TEE of the TCB info: TDX instead of SGX");
    }

    @Test
    void case54RefusesNoLevelsAndEqualLevels() {
        evidence.tcbInfo.levels.add(FakeDocument.level("1", 0, "OutOfDate"));
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
        evidence.tcbInfo.levels.clear();
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
    }

    @Test
    void case61RefusesExpiredDocumentsButTakesThemAtNextUpdate() {
        evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        DcapVerdict verdict = assertRefused(evidence, DcapRefusal.TCB_INFO_EXPIRED);
        assertThat(verdict.status()).as("the evaluation goes on").isPresent();
        assertThat(verdict.reason()).contains("2026-01-15T11:59:59Z");
        evidence.tcbInfo.nextUpdate = evidence.now;
        assertVerified(evidence);
        evidence.qeIdentity.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_EXPIRED);
        evidence.qeIdentity.nextUpdate = evidence.now;
        assertVerified(evidence);
    }

    @Test
    void givesTheFirstOfSeveralExpiries() {
        evidence.qeIdentity.nextUpdate = evidence.now.minusSeconds(1);
        evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.TCB_INFO_EXPIRED);
        evidence.signer.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXPIRED).reason())
                .contains("signer");
        evidence.pckCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.PCK_CRL_EXPIRED);
        evidence.rootCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.ROOT_CRL_EXPIRED);
        evidence.pck.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXPIRED).reason())
                .startsWith("PCK certificate");
        evidence.ca.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXPIRED).reason())
                .startsWith("CA ");
        evidence.root.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXPIRED).reason())
                .startsWith("root ");
    }

    @Test
    void givesDocumentsAndListsDaysOfGraceButNoCertificate() {
        evidence.tcbInfo.nextUpdate = evidence.now.minus(Duration.ofDays(3));
        evidence.pckCrl.nextUpdate = evidence.now.minus(Duration.ofDays(3));
        evidence.tcbInfo.issueDate = evidence.now.minus(Duration.ofDays(30));
        evidence.pckCrl.thisUpdate = evidence.now.minus(Duration.ofDays(30));
        assertRefused(evidence, DcapRefusal.PCK_CRL_EXPIRED);
        DcapVerifier lenient = Judging.verifier(evidence).withGrace(Duration.ofDays(3));
        DcapVerdict verdict = lenient.verify(evidence.quote(), evidence.collateral(), evidence.now);
        assertThat(verdict.verified()).isTrue();
        assertThat(verdict.checks())
                .filteredOn(check -> check.actual().toString().contains("expired but within the days of grace"))
                .extracting(check -> check.name().title())
                .containsExactly("date of the PCK CRL", "date of the TCB info");
        assertThat(lenient.verify(evidence.quote(), evidence.collateral(), evidence.now.plusSeconds(1))
                        .refusal())
                .contains(DcapRefusal.PCK_CRL_EXPIRED);
        evidence.pck.notAfter = evidence.now.minusSeconds(1);
        assertThat(lenient.verify(evidence.quote(), evidence.collateral(), evidence.now)
                        .refusal())
                .contains(DcapRefusal.CERTIFICATE_EXPIRED);
    }

    @Test
    void case62RefusesDatesAheadAndOutOfOrder() {
        evidence.tcbInfo.issueDate = evidence.now.plusSeconds(1);
        assertRefused(evidence, DcapRefusal.TCB_INFO_EXPIRED);
        assertThat(DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                        .verify(evidence.quote(), evidence.collateral(), evidence.now)
                        .verified())
                .as("within five minutes")
                .isTrue();
        evidence.tcbInfo.issueDate = evidence.now.plusSeconds(301);
        assertThat(DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                        .verify(evidence.quote(), evidence.collateral(), evidence.now)
                        .refusal())
                .contains(DcapRefusal.TCB_INFO_EXPIRED);
        evidence.tcbInfo.nextUpdate = evidence.now;
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
    }

    @Test
    void case64SaysWhenTheDocumentsAreOfDifferentSets() {
        assertThat(assertVerified(evidence).hasEqualEvaluationNumbers()).isTrue();
        evidence.qeIdentity.evaluationNumber = 16;
        DcapVerdict verdict = assertVerified(evidence);
        assertThat(verdict.hasEqualEvaluationNumbers()).isFalse();
        assertThat(verdict.tcb().orElseThrow().tcbEvaluationDataNumber()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QVE", "TD_QE", "QAE", "qe", ""})
    void case65RefusesTheIdentityOfAnotherEnclave(String id) {
        evidence.qeIdentity.id = id;
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_MISMATCH).reason())
                .isEqualTo("id of the QE identity: " + id + " instead of QE");
    }

    @Test
    void case66RefusesAnIdentityThatIsNotSigned() {
        evidence.qeIdentity.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
        evidence.signedQeIdentity =
                bytes("{\"enclaveIdentity\":" + evidence.qeIdentity.body() + ",\"signature\":\"\"}");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
        evidence.signedQeIdentity = bytes("{\"enclaveIdentity\":" + evidence.qeIdentity.body() + "}");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT);
    }

    @Test
    void case67RefusesWordsAndVersionsThatAnIdentityDoesNotHave() {
        evidence.qeIdentity.levels.add(FakeDocument.level(0, "SWHardeningNeeded"));
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT);
        FakeEvidence version = new FakeEvidence();
        version.qeIdentity.version = 1;
        assertRefused(version, DcapRefusal.QE_IDENTITY_FORMAT);
        FakeEvidence twice = new FakeEvidence();
        twice.qeIdentity.levels.add(FakeDocument.level(6, "UpToDate"));
        assertRefused(twice, DcapRefusal.QE_IDENTITY_FORMAT);
    }

    @Test
    void refusesASignerOfAnotherName() {
        evidence.signer.commonName = SgxCertificate.PCK;
        assertRefused(evidence, DcapRefusal.TCB_INFO_CHAIN);
    }
}
