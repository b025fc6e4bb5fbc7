package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.verifier.check.CheckName;

/** TCB info and QE identity that must be refused: docs/spec/dcap.md section 13, rows 12, 44 to 54, 62 and 64 to 67. */
class InvalidDocumentTest {
    private final FakeEvidence evidence = new FakeEvidence();

    /** One of the two documents, and the refusals that are about it. */
    enum Kind {
        TCB_INFO(DcapRefusal.TCB_INFO_FORMAT, DcapRefusal.TCB_INFO_SIGNATURE),
        QE_IDENTITY(DcapRefusal.QE_IDENTITY_FORMAT, DcapRefusal.QE_IDENTITY_SIGNATURE);

        final DcapRefusal format;
        final DcapRefusal signature;

        Kind(DcapRefusal format, DcapRefusal signature) {
            this.format = format;
            this.signature = signature;
        }

        FakeDocument of(FakeEvidence evidence) {
            return this == TCB_INFO ? evidence.tcbInfo : evidence.qeIdentity;
        }

        void give(FakeEvidence evidence, ByteString signed) {
            if (this == TCB_INFO) {
                evidence.signedTcbInfo = signed;
            } else {
                evidence.signedQeIdentity = signed;
            }
        }

        /** Signs another inner object. */
        void giveBody(FakeEvidence evidence, String body) {
            give(evidence, of(evidence).sign(body));
        }
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private void give(Kind kind, String from, String to) {
        kind.give(evidence, bytes(replaced(text(kind.of(evidence).sign()), from, to)));
    }

    // dcap.md section 13, row 44
    @Test
    void refusesADocumentWithADigitAltered() {
        give(Kind.TCB_INFO, "\"pcesvn\":13", "\"pcesvn\":12");
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
        evidence.signedTcbInfo = null;
        give(Kind.QE_IDENTITY, "\"isvsvn\":8", "\"isvsvn\":7");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
    }

    // dcap.md section 13, row 44
    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesAnAlteredSignature(Kind kind) {
        String text = text(kind.of(evidence).sign());
        int last = text.length() - 3;
        char digit = text.charAt(last) == '0' ? '1' : '0';
        for (String altered : List.of(
                text.substring(0, last) + digit + text.substring(last + 1),
                text.substring(0, last) + text.substring(last + 1),
                text.substring(0, last) + "00" + text.substring(last),
                text.substring(0, last) + "g" + text.substring(last + 1))) {
            kind.give(evidence, bytes(altered));
            assertRefused(evidence, kind.signature);
        }
        int signature = text.lastIndexOf("\":\"") + 3;
        kind.give(
                evidence,
                bytes(text.substring(0, signature) + text.substring(signature).toUpperCase(Locale.ROOT)));
        assertVerified(evidence);
    }

    // dcap.md section 13, row 12
    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesSignaturesOutOfRange(Kind kind) {
        String zero = "0".repeat(64);
        String one = "0".repeat(63) + "1";
        String order = EcdsaVerification.ORDER.toString(16);
        String text = text(kind.of(evidence).sign());
        for (String signature : List.of(zero + zero, zero + one, one + zero, one + order, order + one)) {
            kind.give(evidence, bytes(text.replaceFirst("\"signature\":\"[0-9a-f]*", "\"signature\":\"" + signature)));
            assertRefused(evidence, kind.signature);
        }
    }

    // dcap.md section 13, row 45
    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesAPrettyPrintedDocument(Kind kind) {
        give(kind, ",\"issueDate\":", ",\n  \"issueDate\": ");
        assertRefused(evidence, kind.signature);
    }

    // dcap.md section 13, row 46
    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesDuplicateMembers(Kind kind) {
        String body = kind.of(evidence).body();
        for (String twice : List.of(
                replaced(body, "\"tcbLevels\"", "\"tcbLevels\":[],\"tcbLevels\""),
                replaced(body, "\"tcbLevels\"", "\"tcbLevel\\u0073\":[],\"tcbLevels\""),
                replaced(body, "\"tcbStatus\":\"Revoked\"", "\"tcbStatus\":\"Revoked\",\"tcbStatus\":\"OutOfDate\""),
                body.substring(0, body.length() - 1) + ",\"tcbLevels\":[]}")) {
            kind.giveBody(evidence, twice);
            assertRefused(evidence, kind.format);
        }
        String member = "\"" + kind.of(evidence).member + "\":";
        String signed = text(kind.of(evidence).sign());
        for (String twice : List.of(
                signed.replace("{" + member, "{" + member + "{}," + member),
                signed.replace(",\"signature\"", "," + member + "{},\"signature\""),
                signed.replace(",\"signature\"", ",\"signature\":\"00\",\"signature\""))) {
            kind.give(evidence, bytes(twice));
            assertRefused(evidence, kind.format);
        }
    }

    // dcap.md section 13, row 47
    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesDeepLongAndStrangeDocuments(Kind kind) {
        String body = kind.of(evidence).body();
        for (String extra : List.of(
                "[".repeat(100_000) + "]".repeat(100_000),
                "[".repeat(40) + "]".repeat(40),
                "\"" + "x".repeat(300 * 1024) + "\"",
                "1e3",
                "1.5",
                "-1",
                "-0",
                "4294967296")) {
            kind.giveBody(evidence, body.replace("\"tcbLevels\"", "\"x\":" + extra + ",\"tcbLevels\""));
            assertRefused(evidence, kind.format);
        }
        kind.giveBody(evidence, body.replace("\"tcbLevels\"", "\"x\":{\"y\":[4294967295]},\"tcbLevels\""));
        assertVerified(evidence);
        String signed = text(kind.of(evidence).sign());
        for (String trailing : List.of(" x", "{}", "\0", ",")) {
            kind.give(evidence, bytes(signed + trailing));
            assertRefused(evidence, kind.format);
        }
        kind.give(evidence, bytes(" \r\n" + signed + "\n"));
        assertVerified(evidence);
    }

    private void signTcbInfo(P256KeyPair signer, byte[]... chain) {
        evidence.tcbInfo.signer = signer;
        evidence.tcbInfoChain = FakeCertificate.pem(chain);
    }

    // dcap.md section 13, row 48
    @Test
    void refusesOtherSigners() {
        byte[] root = evidence.root.sign();
        signTcbInfo(evidence.pckKey, evidence.pck(), root);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        signTcbInfo(evidence.caKey, evidence.ca(), root);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        signTcbInfo(evidence.rootKey, root);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        signTcbInfo(evidence.rootKey, root, root);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        signTcbInfo(evidence.rootKey, evidence.signer.sign(), root);
        assertRefused(evidence, DcapRefusal.TCB_INFO_SIGNATURE);
        signTcbInfo(evidence.signerKey, evidence.signer.sign(), evidence.ca(), root);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfoChain = bytes("x");
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
    }

    // dcap.md section 13, rows 34, 48
    @Test
    void refusesASignerThatIsNoSigner() {
        evidence.signer.put(Extension.basicConstraints, true, new BasicConstraints(0));
        assertThat(assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN)
                        .reason())
                .startsWith("TCB info signer: \"Intel SGX TCB Signing\"")
                .endsWith(" is a CA (basic constraints)");
        evidence.signer.put(Extension.basicConstraints, true, new BasicConstraints(false));
        evidence.signer.put(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        evidence.signer.put(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE);
        evidence.signer.commonName = SgxCertificate.PCK;
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
    }

    // dcap.md section 13, row 49
    @Test
    void refusesASignerUnderAnotherRoot() {
        FakeEvidence other = new FakeEvidence();
        other.root.signer = FakeKeys.of("another root");
        other.root.key = FakeCertificate.spki(FakeKeys.of("another root"));
        other.signer.signer = FakeKeys.of("another root");
        evidence.tcbInfoChain = FakeCertificate.pem(other.signer.sign(), other.root.sign());
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        evidence.tcbInfoChain = FakeCertificate.pem(other.signer.sign(), evidence.root.sign());
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN);
        evidence.qeIdentityChain = evidence.tcbInfoChain;
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), evidence.root.sign());
        assertRefused(evidence, CheckName.QE_IDENTITY_SIGNER, DcapRefusal.QE_IDENTITY_CHAIN);
    }

    // dcap.md section 13, row 49
    @Test
    void refusesARootThatIsNotSignedByItselfOrMayHaveNothingBelowIt() {
        FakeEvidence unsigned = new FakeEvidence();
        unsigned.root.signer = FakeKeys.of("another root");
        evidence.tcbInfoChain = FakeCertificate.pem(unsigned.signer.sign(), unsigned.root.sign());
        assertThat(assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN)
                        .reason())
                .startsWith("TCB info signer: \"Intel SGX Root CA\"")
                .endsWith(" is not signed by itself");

        FakeEvidence leaf = new FakeEvidence();
        leaf.root.put(Extension.basicConstraints, true, new BasicConstraints(false));
        evidence.tcbInfoChain = FakeCertificate.pem(leaf.signer.sign(), leaf.root.sign());
        assertThat(assertRefused(evidence, CheckName.TCB_INFO_SIGNER, DcapRefusal.TCB_INFO_CHAIN)
                        .reason())
                .startsWith("TCB info signer: \"Intel SGX Root CA\"")
                .endsWith(" is no CA (basic constraints)");
    }

    // dcap.md section 13, row 50
    @Test
    void refusesTheTcbInfoOfAnotherPlatform() {
        evidence.tcbInfo.middle = evidence.tcbInfo.middle.replace("00534F465400", "00534F465401");
        assertRefused(evidence, CheckName.FMSPC, DcapRefusal.TCB_INFO_MISMATCH);
        FakeEvidence pceId = new FakeEvidence();
        pceId.tcbInfo.middle = pceId.tcbInfo.middle.replace("\"0000\"", "\"0001\"");
        assertThat(assertRefused(pceId, CheckName.PCE_ID, DcapRefusal.TCB_INFO_MISMATCH)
                        .reason())
                .isEqualTo("PCE ID: 0001 instead of 0000");
    }

    // dcap.md section 13, rows 51, 52, 53, 62
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tcbType\":0|\"tcbType\":1|tcbType",
                "\"version\":3|\"version\":1|version",
                "\"version\":3|\"version\":4|version",
                "\"id\":\"SGX\",|''|id",
                "{\"svn\":10},|''|tcbLevels[0].tcb.sgxtcbcomponents",
                "{\"svn\":10},|{\"svn\":10},{\"svn\":0},|tcbLevels[0].tcb.sgxtcbcomponents",
                "{\"svn\":10},|{\"svn\":-1},|tcbLevels[0].tcb.sgxtcbcomponents[0].svn",
                "{\"svn\":10},|{\"svn\":256},|tcbLevels[0].tcb.sgxtcbcomponents[0].svn",
                "\"tcbStatus\":\"Revoked\"|\"tcbStatus\":\"revoked\"|tcbLevels[7].tcbStatus",
                "\"tcbStatus\":\"Revoked\"|\"tcbStatus\":\"TDRelaunchAdvised\"|tcbLevels[7].tcbStatus",
                "2026-01-14T12:00:00Z|2025-02-30T12:00:00Z|issueDate",
                "2026-02-13T12:00:00Z|2026-02-30T12:00:00Z|nextUpdate"
            })
    void refusesInvalidFields(String from, String to, String field) {
        String body = evidence.tcbInfo.body();
        assertThat(body).contains(from);
        Kind.TCB_INFO.giveBody(evidence, body.replaceFirst(Pattern.quote(from), to));
        assertThat(assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT).reason())
                .startsWith("TCB info format: malformed TCB info: tcbInfo." + field + ": ");
    }

    // dcap.md section 13, row 51
    @Test
    void refusesATcbInfoForTdx() {
        evidence.tcbInfo.id = "TDX";
        assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT);
        FakeEvidence tdx = FakeEvidence.ofTrustDomain(4, 2, 584);
        evidence.signedTcbInfo = tdx.tcbInfo.sign();
        assertThat(assertRefused(evidence, CheckName.TCB_INFO_TEE, DcapRefusal.TCB_INFO_MISMATCH)
                        .reason())
                .isEqualTo("TEE of the TCB info: TDX instead of SGX");
    }

    // dcap.md section 13, row 54
    @Test
    void refusesNoLevelsAndEqualLevels() {
        evidence.tcbInfo.levels.add(FakeDocument.level("1", 0, "OutOfDate"));
        assertThat(assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT).reason())
                .endsWith("two levels have the same TCB");
        evidence.tcbInfo.levels.clear();
        assertThat(assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT).reason())
                .endsWith("tcbLevels: is empty");
    }

    // dcap.md section 13, row 64
    @Test
    void saysWhenTheDocumentsAreOfDifferentSets() {
        assertThat(assertVerified(evidence).hasEqualEvaluationNumbers()).isTrue();
        assertThat(assertVerified(evidence).warnings()).isEmpty();
        evidence.qeIdentity.evaluationNumber = 16;
        DcapVerdict verdict = assertVerified(evidence);
        assertThat(verdict.hasEqualEvaluationNumbers()).isFalse();
        assertThat(verdict.tcb().orElseThrow().tcbEvaluationDataNumber()).isEqualTo(16);
        assertThat(verdict.warnings())
                .containsExactly(
                        "TCB info and QE identity are of different sets: TCB evaluation data numbers 17 and 16");
    }

    // dcap.md section 13, row 65
    @ParameterizedTest
    @ValueSource(strings = {"QVE", "TD_QE", "QAE", "qe", ""})
    void refusesTheIdentityOfAnotherEnclave(String id) {
        evidence.qeIdentity.id = id;
        assertThat(assertRefused(evidence, CheckName.QE_IDENTITY_ID, DcapRefusal.QE_IDENTITY_MISMATCH)
                        .reason())
                .isEqualTo("id of the QE identity: " + id + " instead of QE");
    }

    // dcap.md section 13, row 66
    @Test
    void refusesAnIdentityThatIsNotSigned() {
        evidence.qeIdentity.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
        String body = "{\"enclaveIdentity\":" + evidence.qeIdentity.body();
        evidence.signedQeIdentity = bytes(body + ",\"signature\":\"\"}");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
        evidence.signedQeIdentity = bytes(body + "}");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT);
        evidence.signedQeIdentity = bytes(body + ",\"signature\":null}");
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT);
    }

    // dcap.md section 13, row 66
    @Test
    void refusesAnIdentityWithTheSignatureOfTheTcbInfo() {
        String signature = text(evidence.tcbInfo.sign()).replaceAll(".*\"signature\":", "");
        evidence.signedQeIdentity =
                bytes("{\"enclaveIdentity\":" + evidence.qeIdentity.body() + ",\"signature\":" + signature);
        assertRefused(evidence, DcapRefusal.QE_IDENTITY_SIGNATURE);
    }

    // dcap.md section 13, row 67
    @Test
    void refusesWordsAndVersionsThatAnIdentityDoesNotHave() {
        evidence.qeIdentity.levels.add(FakeDocument.level(0, "SWHardeningNeeded"));
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT).reason())
                .contains("tcbLevels[3].tcbStatus: ");
        FakeEvidence version = new FakeEvidence();
        version.qeIdentity.version = 1;
        assertThat(assertRefused(version, DcapRefusal.QE_IDENTITY_FORMAT).reason())
                .contains("version: ");
        FakeEvidence twice = new FakeEvidence();
        twice.qeIdentity.levels.add(FakeDocument.level(6, "UpToDate"));
        assertRefused(twice, DcapRefusal.QE_IDENTITY_FORMAT);
    }
}
