package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.fakes.FakePckExtension;

/** PCK chains that must be refused: docs/spec/dcap.md section 13, cases 24 to 37 and 79. */
class InvalidChainTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static ByteString text(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void case24RefusesAnythingButThreeCertificates() {
        byte[] pck = evidence.pck();
        byte[] ca = evidence.ca();
        byte[] root = evidence.root.sign();
        for (ByteString chain : List.of(
                FakeCertificate.pem(pck),
                FakeCertificate.pem(pck, ca),
                FakeCertificate.pem(pck, ca, root, root),
                text("\n"),
                text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
                ByteString.concat(FakeCertificate.pem(pck), text("x\n"), FakeCertificate.pem(ca, root)),
                ByteString.concat(FakeCertificate.pem(pck, ca, root), ByteString.zeros(2)))) {
            evidence.quote.certificationData = chain;
            assertRefused(evidence, DcapRefusal.CHAIN_FORMAT);
        }
    }

    @Test
    void case25TakesTheThreeInAnyOrder() {
        byte[] pck = evidence.pck();
        byte[] ca = evidence.ca();
        byte[] root = evidence.root.sign();
        for (ByteString chain : List.of(
                FakeCertificate.pem(pck, root, ca),
                FakeCertificate.pem(root, ca, pck),
                FakeCertificate.pem(ca, pck, root),
                text(new String(FakeCertificate.pem(pck, ca, root).toArray(), StandardCharsets.US_ASCII)
                        .replace("\n", "\r\n")))) {
            evidence.quote.certificationData = chain;
            assertVerified(evidence);
        }
    }

    @Test
    void case24RefusesOneOfTheThreeTwice() {
        evidence.quote.certificationData =
                FakeCertificate.pem(evidence.pck(), evidence.root.sign(), evidence.root.sign());
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    @Test
    void case26RefusesAnotherRootWithIntelsName() {
        DcapVerdict verdict =
                DcapVerifier.of(DcapRoot.intel()).verify(evidence.quote(), evidence.collateral(), evidence.now);
        assertThat(verdict.refusal()).contains(DcapRefusal.ROOT_UNTRUSTED);
    }

    @Test
    void case79RefusesIntelsEvidenceUnderAnotherRoot() {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        DcapVerdict verdict = DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                .verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());
        assertThat(verdict.refusal()).contains(DcapRefusal.ROOT_UNTRUSTED);

        RecordedCase testRoot = RecordedCase.of("testroot-intel-qvl-sample");
        assertThat(DcapVerifier.of(DcapRoot.intel())
                        .verify(testRoot.quote(), testRoot.collateral(), testRoot.verifyAt())
                        .refusal())
                .contains(DcapRefusal.ROOT_UNTRUSTED);
    }

    @Test
    void case27RefusesBrokenSignatures() {
        for (FakeCertificate certificate : List.of(evidence.root, evidence.ca, evidence.pck)) {
            FakeEvidence broken = new FakeEvidence();
            FakeCertificate changed =
                    certificate == evidence.root ? broken.root : certificate == evidence.ca ? broken.ca : broken.pck;
            changed.signer = FakeKeys.of("foreign");
            broken.hasCrlIssuerChain = false;
            broken.tcbInfoChain = FakeCertificate.pem(broken.signer.sign(), evidence.root.sign());
            assertRefused(broken, DcapRefusal.CHAIN_SIGNATURE);
        }
    }

    @Test
    void case27RefusesAnotherCaOfTheRightName() {
        evidence.ca.key = FakeCertificate.spki(FakeKeys.of("another ca"));
        evidence.hasCrlIssuerChain = false;
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
    }

    @Test
    void case27RefusesAnIssuerWithoutAMatchingSubject() {
        evidence.pck.issuer = SgxCertificate.PROCESSOR_CA;
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
    }

    @Test
    void case28RefusesCertificatesIssuedByNoCa() {
        evidence.ca.put(Extension.basicConstraints, true, new BasicConstraints(false));
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXTENSIONS).reason())
                .contains("is no CA (basic constraints)");
        evidence.ca.put(Extension.basicConstraints, true, new BasicConstraints(0));
        evidence.ca.put(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXTENSIONS).reason())
                .contains("may not sign certificates and revocation lists (key usage)");
    }

    @ParameterizedTest
    @ValueSource(strings = {SgxCertificate.PCK, SgxCertificate.TCB_SIGNING})
    void case28RefusesAPckIssuedByAPckOrByTcbSigning(String issuer) {
        evidence.ca.commonName = issuer;
        evidence.pck.issuer = issuer;
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    @Test
    void case28RefusesAPckThatIsACa() {
        evidence.pck.put(Extension.basicConstraints, true, new BasicConstraints(0));
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXTENSIONS).reason())
                .contains("is a CA (basic constraints)");
    }

    @Test
    void case29RefusesACaBelowACa() {
        evidence.root.put(Extension.basicConstraints, true, new BasicConstraints(0));
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), new FakeEvidence().root.sign());
        assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXTENSIONS).reason())
                .contains("may not have 1 CAs below it (path length)");

        FakeEvidence two = new FakeEvidence();
        two.quote.certificationData = FakeCertificate.pem(two.pck(), two.ca(), two.ca(), two.root.sign());
        assertRefused(two, DcapRefusal.CHAIN_FORMAT);
        two.quote.certificationData = FakeCertificate.pem(two.pck(), two.ca(), two.ca());
        assertRefused(two, DcapRefusal.CHAIN_NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {SgxCertificate.TCB_SIGNING, "Intel SGX PCK Certificates", "Intel SGX PCK", ""})
    void case30RefusesOtherNames(String name) {
        evidence.pck.commonName = name;
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    @Test
    void case30RefusesAPckWithoutTheSgxExtension() {
        evidence.signedPck = evidence.pck.sign();
        assertThat(assertRefused(evidence, DcapRefusal.SGX_EXTENSION).reason()).contains("is missing");
    }

    static Stream<Named<Consumer<FakePckExtension>>> brokenExtensions() {
        return Stream.of(
                Named.of("15 components", extension -> extension.components = new int[15]),
                Named.of("17 components", extension -> extension.components = new int[17]),
                Named.of("component 256", extension -> extension.components[0] = 256),
                Named.of("component -1", extension -> extension.components[0] = -1),
                Named.of("PCE SVN 65536", extension -> extension.pceSvn = 65536),
                Named.of("PCE SVN -1", extension -> extension.pceSvn = -1),
                Named.of("PPID of 15 bytes", extension -> extension.ppid = new byte[15]),
                Named.of("CPUSVN of 17 bytes", extension -> extension.cpuSvn = new byte[17]),
                Named.of("FMSPC of 5 bytes", extension -> extension.fmspc = new byte[5]),
                Named.of("PCE ID of 3 bytes", extension -> extension.pceId = new byte[3]),
                Named.of("SGX type 3", extension -> extension.sgxType = new ASN1Enumerated(3)),
                Named.of("SGX type as INTEGER", extension -> extension.sgxType = new ASN1Integer(0)),
                Named.of("two flags", extension -> extension.configuration = new boolean[2]),
                Named.of("four flags", extension -> extension.configuration = new boolean[4]),
                Named.of("five entries under the Platform CA", extension -> extension.isPlatform = false),
                Named.of(
                        "an entry twice",
                        extension -> extension.entries = entries -> {
                            List<ASN1Encodable> changed = new ArrayList<>(entries);
                            changed.set(3, entries.get(2));
                            return changed;
                        }),
                Named.of(
                        "eight entries",
                        extension -> extension.entries = entries -> {
                            List<ASN1Encodable> changed = new ArrayList<>(entries);
                            changed.add(FakePckExtension.entry("8", DERNull.INSTANCE));
                            return changed;
                        }),
                Named.of(
                        "a component twice",
                        extension -> extension.tcbEntries = entries -> {
                            List<ASN1Encodable> changed = new ArrayList<>(entries);
                            changed.set(1, entries.get(0));
                            return changed;
                        }),
                Named.of(
                        "an entry of three",
                        extension -> extension.tcbEntries = entries -> {
                            List<ASN1Encodable> changed = new ArrayList<>(entries);
                            changed.set(
                                    0,
                                    FakePckExtension.sequence(List.of(
                                            new ASN1ObjectIdentifier("1.2.3"), DERNull.INSTANCE, DERNull.INSTANCE)));
                            return changed;
                        }),
                Named.of("no SEQUENCE", extension -> extension.tcbEntries = entries -> List.of(DERNull.INSTANCE)));
    }

    @ParameterizedTest
    @MethodSource("brokenExtensions")
    void case31RefusesBrokenExtensions(Consumer<FakePckExtension> change) {
        change.accept(evidence.extension);
        assertRefused(evidence, DcapRefusal.SGX_EXTENSION);
    }

    @Test
    void case31RefusesBytesAfterTheExtension() {
        evidence.pck.extensions.put(
                FakePckExtension.OID,
                new Extension(FakePckExtension.OID, false, new DEROctetString(evidence.extension.withTail())));
        assertRefused(evidence, DcapRefusal.SGX_EXTENSION);
    }

    @Test
    void takesTheEntriesOfTheExtensionInAnyOrder() {
        evidence.extension.entries = entries -> {
            List<ASN1Encodable> reversed = new ArrayList<>(entries);
            java.util.Collections.reverse(reversed);
            return reversed;
        };
        assertVerified(evidence);
    }

    @Test
    void case32WantsFiveEntriesUnderTheProcessorCa() {
        evidence.ca.commonName = SgxCertificate.PROCESSOR_CA;
        evidence.pck.issuer = SgxCertificate.PROCESSOR_CA;
        evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        assertRefused(evidence, DcapRefusal.SGX_EXTENSION);

        FakeEvidence five = new FakeEvidence();
        five.ca.commonName = SgxCertificate.PROCESSOR_CA;
        five.pck.issuer = SgxCertificate.PROCESSOR_CA;
        five.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        five.extension.isPlatform = false;
        assertThat(assertVerified(five).pck().orElseThrow().platform()).isEmpty();
    }

    @Test
    void case33RefusesOtherAlgorithms() throws GeneralSecurityException {
        KeyPair p384 = keyPair("secp384r1");
        evidence.signedPck = evidence.pck.sign("SHA384withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384, p384);
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
        evidence.signedPck =
                evidence.pck.sign("SHA1withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA1, keyPair("secp256r1"));
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
        evidence.signedPck = null;
        evidence.pck.key = SubjectPublicKeyInfo.getInstance(p384.getPublic().getEncoded());
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
        evidence.pck.key = SubjectPublicKeyInfo.getInstance(
                RsaKeys.generate(2048).getPublic().getEncoded());
        assertRefused(evidence, DcapRefusal.CHAIN_SIGNATURE);
    }

    private static KeyPair keyPair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void case34RefusesUnknownCriticalExtensions() {
        for (FakeCertificate certificate : List.of(evidence.pck, evidence.ca, evidence.root)) {
            certificate.put(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
            evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), new FakeEvidence().root.sign());
            assertThat(assertRefused(evidence, DcapRefusal.CERTIFICATE_EXTENSIONS)
                            .reason())
                    .contains("has the critical extension 1.2.3.4");
            certificate.extensions.remove(new ASN1ObjectIdentifier("1.2.3.4"));
        }
    }

    @Test
    void refusesCertificatesThatLackAnExtension() {
        for (ASN1ObjectIdentifier oid : List.copyOf(evidence.ca.extensions.keySet())) {
            FakeEvidence lacking = new FakeEvidence();
            lacking.ca.extensions.remove(oid);
            assertRefused(lacking, DcapRefusal.CERTIFICATE_EXTENSIONS);
            FakeEvidence lackingPck = new FakeEvidence();
            lackingPck.pck.extensions.remove(oid);
            DcapVerdict verdict = Judging.verdict(lackingPck);
            // A certificate without basic constraints is no CA, but Intel's always have them.
            assertThat(verdict.refusal()).contains(DcapRefusal.CERTIFICATE_EXTENSIONS);
        }
    }

    @Test
    void case35RefusesCertificatesOutsideTheirValidity() {
        for (int i = 0; i < 4; i++) {
            FakeEvidence late = new FakeEvidence();
            FakeCertificate certificate =
                    List.of(late.root, late.ca, late.pck, late.signer).get(i);
            certificate.notAfter = late.now.minusSeconds(1);
            DcapVerdict verdict = assertRefused(late, DcapRefusal.CERTIFICATE_EXPIRED);
            assertThat(verdict.status()).isPresent();

            FakeEvidence early = new FakeEvidence();
            List.of(early.root, early.ca, early.pck, early.signer).get(i).notBefore = early.now.plusSeconds(1);
            assertRefused(early, DcapRefusal.CERTIFICATE_EXPIRED);
            assertThat(DcapVerifier.of(new DcapRoot(early.trustedKey()))
                            .verify(early.quote(), early.collateral(), early.now)
                            .verified())
                    .as("within the clock skew")
                    .isTrue();
        }
    }

    @Test
    void case36RefusesARevokedPck() {
        evidence.pckCrl.revoked.add(BigInteger.TEN);
        assertVerified(evidence);
        evidence.pckCrl.revoked.add(evidence.pck.serialNumber);
        assertRefused(evidence, DcapRefusal.PCK_REVOKED);
    }

    @Test
    void case37RefusesARevokedCaOrSigner() {
        evidence.rootCrl.revoked.add(evidence.ca.serialNumber);
        assertRefused(evidence, DcapRefusal.CA_REVOKED);
        evidence.rootCrl.revoked.clear();
        evidence.rootCrl.revoked.add(evidence.signer.serialNumber);
        assertRefused(evidence, DcapRefusal.TCB_SIGNER_REVOKED);
    }
}
