package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.fakes.FakePckExtension;
import org.sgxra.verifier.check.CheckName;

/** PCK chains that must be refused: docs/spec/dcap.md section 13, rows 12, 24 to 34, 36, 37 and 79. */
class InvalidChainTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static ByteString text(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    // dcap.md section 13, row 24
    @Test
    void refusesAnythingButThreeCertificates() {
        byte[] pck = evidence.pck();
        byte[] ca = evidence.ca();
        byte[] root = evidence.root.sign();
        for (ByteString chain : List.of(
                FakeCertificate.pem(pck),
                FakeCertificate.pem(pck, ca),
                FakeCertificate.pem(pck, ca, root, root),
                FakeCertificate.pem(pck, ca, evidence.signer.sign(), root),
                text("\n"),
                text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
                ByteString.concat(FakeCertificate.pem(pck), text("x\n"), FakeCertificate.pem(ca, root)),
                ByteString.concat(FakeCertificate.pem(pck, ca, root), ByteString.zeros(2)),
                ByteString.concat(FakeCertificate.pem(pck, ca), ByteString.zeros(1), FakeCertificate.pem(root)),
                ByteString.concat(FakeCertificate.pem(pck, ca, root), ByteString.zeros(1), text("\nx")))) {
            evidence.quote.certificationData = chain;
            assertRefused(evidence, DcapRefusal.CHAIN_FORMAT);
        }
    }

    // dcap.md section 1: after the last one, white space and at most one NUL
    @Test
    void takesAZeroByteAndWhiteSpaceAfterTheThree() {
        ByteString chain = FakeCertificate.pem(evidence.pck(), evidence.ca(), evidence.root.sign());
        for (String end : List.of("", "\0", "\r\n \0")) {
            evidence.quote.certificationData = ByteString.concat(chain, text(end));
            assertVerified(evidence);
        }
    }

    // dcap.md section 13, row 25
    @Test
    void takesTheThreeInAnyOrder() {
        byte[] pck = evidence.pck();
        byte[] ca = evidence.ca();
        byte[] root = evidence.root.sign();
        for (ByteString chain : List.of(
                FakeCertificate.pem(pck, ca, root),
                FakeCertificate.pem(pck, root, ca),
                FakeCertificate.pem(ca, pck, root),
                FakeCertificate.pem(ca, root, pck),
                FakeCertificate.pem(root, pck, ca),
                FakeCertificate.pem(root, ca, pck),
                text(new String(FakeCertificate.pem(pck, ca, root).toArray(), StandardCharsets.US_ASCII)
                        .replace("\n", "\r\n")))) {
            evidence.quote.certificationData = chain;
            assertVerified(evidence);
        }
    }

    // dcap.md section 13, row 24
    @Test
    void refusesOneOfTheThreeTwice() {
        evidence.quote.certificationData =
                FakeCertificate.pem(evidence.pck(), evidence.root.sign(), evidence.root.sign());
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    // dcap.md section 13, row 26
    @Test
    void refusesAnotherRootWithIntelsNameAndSerialNumber() {
        evidence.root.serialNumber = new BigInteger("22650cd65a9d3489f383b49552bf501b392706ac", 16);
        assertVerified(evidence);
        assertRefused(
                DcapVerifier.of(DcapRoot.intel()).verify(evidence.quote(), evidence.collateral(), evidence.now),
                CheckName.TRUSTED_ROOT,
                DcapRefusal.ROOT_UNTRUSTED);
    }

    // dcap.md section 13, row 79
    @Test
    void refusesIntelsEvidenceUnderAnotherRoot() {
        RecordedCase recorded = RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90");
        RecordedCase testRoot = RecordedCase.of("testroot-intel-qvl-sample");
        assertVerified(testRoot.verifier().verify(testRoot.quote(), testRoot.collateral(), testRoot.verifyAt()));
        for (DcapVerdict verdict : List.of(
                Judging.verifier(evidence).verify(recorded.quote(), recorded.collateral(), recorded.verifyAt()),
                testRoot.verifier().verify(recorded.quote(), recorded.collateral(), recorded.verifyAt()),
                DcapVerifier.of(DcapRoot.intel())
                        .verify(testRoot.quote(), testRoot.collateral(), testRoot.verifyAt()))) {
            assertRefused(verdict, CheckName.TRUSTED_ROOT, DcapRefusal.ROOT_UNTRUSTED);
        }
    }

    // dcap.md section 13, row 27
    @Test
    void refusesBrokenSignatures() {
        List<CheckName> checks = List.of(CheckName.ROOT_SIGNATURE, CheckName.CA_SIGNATURE, CheckName.PCK_SIGNATURE);
        for (int i = 0; i < checks.size(); i++) {
            FakeEvidence broken = new FakeEvidence();
            List.of(broken.root, broken.ca, broken.pck).get(i).signer = FakeKeys.of("foreign");
            broken.hasCrlIssuerChain = false;
            broken.tcbInfoChain = FakeCertificate.pem(broken.signer.sign(), evidence.root.sign());
            assertRefused(broken, checks.get(i), DcapRefusal.CHAIN_SIGNATURE);
        }
    }

    // dcap.md section 13, row 12
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "n, 1", "1, n"})
    void refusesSignaturesOutOfRange(String r, String s) {
        evidence.hasCrlIssuerChain = false;
        evidence.signedPck = withSignature(evidence.pck(), r, s);
        assertRefused(evidence, CheckName.PCK_SIGNATURE, DcapRefusal.CHAIN_SIGNATURE);
        evidence.signedCa = withSignature(evidence.ca(), r, s);
        assertRefused(evidence, CheckName.CA_SIGNATURE, DcapRefusal.CHAIN_SIGNATURE);

        FakeEvidence lists = new FakeEvidence();
        lists.signedPckCrl = ByteString.of(withSignature(lists.pckCrl.sign().toArray(), r, s));
        assertRefused(lists, DcapRefusal.PCK_CRL_SIGNATURE);
        lists.signedRootCrl = ByteString.of(withSignature(lists.rootCrl.sign().toArray(), r, s));
        assertRefused(lists, DcapRefusal.ROOT_CRL_SIGNATURE);
    }

    private static byte[] withSignature(byte[] signed, String r, String s) {
        return FakeCertificate.withSignature(signed, number(r), number(s));
    }

    private static BigInteger number(String number) {
        return number.equals("n") ? EcdsaVerification.ORDER : new BigInteger(number);
    }

    // dcap.md section 13, row 27
    @Test
    void refusesAnotherCaOfTheRightName() {
        evidence.ca.key = FakeCertificate.spki(FakeKeys.of("another ca"));
        evidence.hasCrlIssuerChain = false;
        assertRefused(evidence, CheckName.PCK_SIGNATURE, DcapRefusal.CHAIN_SIGNATURE);
    }

    // dcap.md section 13, row 27
    @Test
    void refusesAnIssuerWithoutAMatchingSubject() {
        evidence.pck.issuer = SgxCertificate.PROCESSOR_CA;
        assertRefused(evidence, CheckName.PCK_SIGNATURE, DcapRefusal.CHAIN_SIGNATURE);
    }

    // dcap.md section 13, row 28
    @Test
    void refusesCertificatesIssuedByNoCa() {
        evidence.ca.put(Extension.basicConstraints, true, new BasicConstraints(false));
        assertThat(assertRefused(evidence, CheckName.CA_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS)
                        .reason())
                .contains("is no CA (basic constraints)");
        evidence.ca.put(Extension.basicConstraints, true, new BasicConstraints(0));
        evidence.ca.put(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        assertThat(assertRefused(evidence, CheckName.CA_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS)
                        .reason())
                .contains("may not sign certificates and revocation lists (key usage)");
    }

    // dcap.md section 13, row 28
    @ParameterizedTest
    @ValueSource(strings = {SgxCertificate.PCK, SgxCertificate.TCB_SIGNING})
    void refusesAPckIssuedByAPckOrByTcbSigning(String issuer) {
        evidence.ca.commonName = issuer;
        evidence.pck.issuer = issuer;
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    // dcap.md section 13, row 28
    @Test
    void refusesAPckThatIsACa() {
        evidence.pck.put(Extension.basicConstraints, true, new BasicConstraints(0));
        assertThat(assertRefused(evidence, CheckName.PCK_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS)
                        .reason())
                .contains("is a CA (basic constraints)");
    }

    // dcap.md section 13, row 29
    @Test
    void refusesACaBelowACa() {
        evidence.root.put(Extension.basicConstraints, true, new BasicConstraints(0));
        evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), new FakeEvidence().root.sign());
        assertThat(assertRefused(evidence, CheckName.ROOT_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS)
                        .reason())
                .contains("may not have 1 CAs below it (path length)");

        FakeEvidence two = new FakeEvidence();
        two.quote.certificationData = FakeCertificate.pem(two.pck(), two.ca(), two.ca(), two.root.sign());
        assertRefused(two, DcapRefusal.CHAIN_FORMAT);
        two.quote.certificationData = FakeCertificate.pem(two.pck(), two.ca(), two.ca());
        assertRefused(two, DcapRefusal.CHAIN_NAMES);
    }

    // dcap.md section 13, row 30
    @ParameterizedTest
    @ValueSource(strings = {SgxCertificate.TCB_SIGNING, "Intel SGX PCK Certificates", "Intel SGX PCK", ""})
    void refusesOtherNames(String name) {
        evidence.pck.commonName = name;
        assertRefused(evidence, DcapRefusal.CHAIN_NAMES);
    }

    // dcap.md section 13, row 30
    @Test
    void refusesAPckWithoutTheSgxExtension() {
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

    // dcap.md section 13, rows 31, 32
    @ParameterizedTest
    @MethodSource("brokenExtensions")
    void refusesBrokenExtensions(Consumer<FakePckExtension> change) {
        change.accept(evidence.extension);
        assertRefused(evidence, DcapRefusal.SGX_EXTENSION);
    }

    // dcap.md section 13, row 31
    @Test
    void refusesBytesAfterTheExtension() {
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

    // dcap.md section 13, row 32
    @Test
    void wantsFiveEntriesUnderTheProcessorCa() {
        evidence.ca.commonName = SgxCertificate.PROCESSOR_CA;
        evidence.pck.issuer = SgxCertificate.PROCESSOR_CA;
        evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        assertThat(assertRefused(evidence, DcapRefusal.SGX_EXTENSION).reason())
                .contains(": 7 entries under \"Intel SGX PCK Processor CA\"");

        FakeEvidence five = new FakeEvidence();
        five.ca.commonName = SgxCertificate.PROCESSOR_CA;
        five.pck.issuer = SgxCertificate.PROCESSOR_CA;
        five.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        five.extension.isPlatform = false;
        FakeEvidence missing = new FakeEvidence();
        missing.extension.isPlatform = false;
        assertThat(assertRefused(missing, DcapRefusal.SGX_EXTENSION).reason())
                .contains(": 5 entries under \"Intel SGX PCK Platform CA\"");
        assertThat(assertVerified(five).pck().orElseThrow().platform()).isEmpty();
    }

    // dcap.md section 13, row 33
    @Test
    void refusesOtherAlgorithms() throws GeneralSecurityException {
        KeyPair p384 = keyPair("secp384r1");
        evidence.signedPck = evidence.pck.sign("SHA384withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384, p384);
        assertRefused(evidence, CheckName.CHAIN_ALGORITHMS, DcapRefusal.CHAIN_SIGNATURE);
        evidence.signedPck =
                evidence.pck.sign("SHA1withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA1, keyPair("secp256r1"));
        assertRefused(evidence, CheckName.CHAIN_ALGORITHMS, DcapRefusal.CHAIN_SIGNATURE);
        KeyPair rsa = RsaKeys.generate(2048);
        evidence.signedPck = evidence.pck.sign("SHA256withRSA", PKCSObjectIdentifiers.sha256WithRSAEncryption, rsa);
        assertRefused(evidence, CheckName.CHAIN_ALGORITHMS, DcapRefusal.CHAIN_SIGNATURE);
        for (KeyPair pair : List.of(p384, rsa)) {
            SubjectPublicKeyInfo key =
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
            for (int i = 0; i < 4; i++) {
                FakeEvidence other = new FakeEvidence();
                List.of(other.pck, other.ca, other.root, other.signer).get(i).key = key;
                if (i == 2) {
                    assertThatThrownBy(() -> DcapRoot.ofCertificate(other.root.sign()))
                            .isInstanceOf(DcapFormatException.class)
                            .hasMessageContaining("is no uncompressed point on P-256");
                }
                if (i < 3) {
                    assertRefused(other, CheckName.CHAIN_ALGORITHMS, DcapRefusal.CHAIN_SIGNATURE);
                } else {
                    assertRefused(other, DcapRefusal.TCB_INFO_SIGNATURE);
                }
            }
        }
    }

    private static KeyPair keyPair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    // dcap.md section 13, row 34
    @Test
    void refusesUnknownCriticalExtensions() {
        Map<FakeCertificate, CheckName> checks = Map.of(
                evidence.pck, CheckName.PCK_EXTENSIONS,
                evidence.ca, CheckName.CA_EXTENSIONS,
                evidence.root, CheckName.ROOT_EXTENSIONS);
        checks.forEach((certificate, check) -> {
            certificate.put(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
            evidence.tcbInfoChain = FakeCertificate.pem(evidence.signer.sign(), new FakeEvidence().root.sign());
            assertThat(assertRefused(evidence, check, DcapRefusal.CERTIFICATE_EXTENSIONS)
                            .reason())
                    .endsWith(" has the critical extension 1.2.3.4");
            certificate.put(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE);
            assertVerified(evidence);
        });
    }

    @Test
    void refusesCertificatesThatLackAnExtension() {
        for (ASN1ObjectIdentifier oid : List.copyOf(evidence.ca.extensions.keySet())) {
            FakeEvidence lacking = new FakeEvidence();
            lacking.ca.extensions.remove(oid);
            assertRefused(lacking, CheckName.CA_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS);
            FakeEvidence lackingPck = new FakeEvidence();
            lackingPck.pck.extensions.remove(oid);
            // A certificate without basic constraints is no CA, but Intel's always have them.
            assertRefused(lackingPck, CheckName.PCK_EXTENSIONS, DcapRefusal.CERTIFICATE_EXTENSIONS);
        }
    }

    // dcap.md section 13, row 36
    @Test
    void refusesARevokedPck() {
        evidence.pckCrl.revoked.add(BigInteger.TEN);
        assertVerified(evidence);
        evidence.pckCrl.revoked.add(evidence.pck.serialNumber);
        assertRefused(evidence, CheckName.PCK_NOT_REVOKED, DcapRefusal.PCK_REVOKED);
    }

    // dcap.md section 13, row 37
    @Test
    void refusesARevokedCaOrSigner() {
        evidence.rootCrl.revoked.add(evidence.ca.serialNumber);
        assertRefused(evidence, CheckName.CA_NOT_REVOKED, DcapRefusal.CA_REVOKED);
        evidence.rootCrl.revoked.clear();
        evidence.rootCrl.revoked.add(evidence.signer.serialNumber);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER_NOT_REVOKED, DcapRefusal.TCB_SIGNER_REVOKED);
        evidence.tcbInfoChain = signing(BigInteger.TEN);
        evidence.qeIdentityChain = signing(evidence.signer.serialNumber);
        assertRefused(evidence, CheckName.QE_IDENTITY_SIGNER_NOT_REVOKED, DcapRefusal.TCB_SIGNER_REVOKED);
    }

    /** The chain of the documents' signer, whose certificate has the serial number. */
    private ByteString signing(BigInteger serialNumber) {
        BigInteger before = evidence.signer.serialNumber;
        evidence.signer.serialNumber = serialNumber;
        ByteString chain = FakeCertificate.pem(evidence.signer.sign(), evidence.root.sign());
        evidence.signer.serialNumber = before;
        return chain;
    }
}
