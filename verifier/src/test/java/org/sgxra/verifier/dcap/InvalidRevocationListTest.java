package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeCrl;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.verifier.check.CheckName;

/** Revocation lists that must be refused: docs/spec/dcap.md section 13, rows 34, 38, 39 and 41 to 43. */
class InvalidRevocationListTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static ByteString text(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    // dcap.md section 13, row 38
    @Test
    void refusesTheListOfAnotherCa() {
        evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        DcapVerdict verdict = assertRefused(evidence, CheckName.PCK_CRL_ISSUER, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
        assertThat(verdict.reason())
                .isEqualTo(
                        "PCK CRL issuer: C=US,ST=CA,L=Santa Clara,O=Intel Corporation,CN=Intel SGX PCK Processor CA instead "
                                + "of C=US,ST=CA,L=Santa Clara,O=Intel Corporation,CN=Intel SGX PCK Platform CA");
        evidence.pckCrl.signer = FakeKeys.of("processor ca");
        assertRefused(evidence, CheckName.PCK_CRL_ISSUER, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
        evidence.pckCrl.issuer = SgxCertificate.PLATFORM_CA;
        assertRefused(evidence, DcapRefusal.PCK_CRL_SIGNATURE);
    }

    // dcap.md section 13, row 38
    @Test
    void refusesSwappedLists() {
        evidence.signedPckCrl = evidence.rootCrl.sign();
        evidence.signedRootCrl = evidence.pckCrl.sign();
        assertRefused(evidence, CheckName.ROOT_CRL_ISSUER, DcapRefusal.ROOT_CRL_UNKNOWN_ISSUER);
        evidence.signedRootCrl = null;
        assertRefused(evidence, CheckName.PCK_CRL_ISSUER, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
    }

    // dcap.md section 15: issuer and subject are equal as DER
    @Test
    void refusesTheSameNameInAnotherEncoding() {
        byte[] list = evidence.pckCrl.sign().toArray();
        byte[] name = SgxCertificate.PLATFORM_CA.getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (!Arrays.equals(list, at, at + name.length, name, 0, name.length)) {
            at++;
        }
        list[at - 2] = 0x13; // PrintableString instead of UTF8String
        evidence.signedPckCrl = ByteString.of(list);

        DcapVerdict verdict = assertRefused(evidence, CheckName.PCK_CRL_ISSUER, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
        assertThat(verdict.reason())
                .isEqualTo(
                        "PCK CRL issuer: C=US,ST=CA,L=Santa Clara,O=Intel Corporation,CN=Intel SGX PCK Platform CA is "
                                + "encoded in another way than in the certificate");
    }

    // dcap.md section 15: the list is checked with the CA in the quote
    @Test
    void theDatesOfTheCaCountInTheQuoteAlone() {
        FakeEvidence issuers = new FakeEvidence();
        issuers.ca.notAfter = issuers.now.minusSeconds(1);
        evidence.tcbInfoChain = evidence.collateral().tcbInfoChain();
        Collateral expiredCopy = withIssuerChain(FakeCertificate.pem(issuers.ca(), issuers.root.sign()));
        assertVerified(Judging.verifier(evidence).verify(evidence.quote(), expiredCopy, evidence.now));

        Collateral validCopy = evidence.collateral();
        evidence.ca.notAfter = issuers.ca.notAfter;
        assertRefused(
                Judging.verifier(evidence).verify(evidence.quote(), validCopy, evidence.now),
                CheckName.CA_DATE,
                DcapRefusal.CERTIFICATE_EXPIRED);
    }

    // dcap.md section 3.4
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsTheReasonOfARevocationCriticalOrNot(boolean critical) {
        evidence.pckCrl.reasonIsCritical = critical;
        evidence.pckCrl.revoked.add(BigInteger.TEN);
        assertVerified(evidence);
        evidence.pckCrl.revoked.add(evidence.pck.serialNumber);
        assertRefused(evidence, CheckName.PCK_NOT_REVOKED, DcapRefusal.PCK_REVOKED);
    }

    // dcap.md section 13, row 38
    @Test
    void refusesAnIssuerChainUnderAnotherRoot() {
        FakeEvidence other = new FakeEvidence();
        other.ca.signer = FakeKeys.of("another root");
        Collateral foreign = withIssuerChain(FakeCertificate.pem(other.ca(), evidence.root.sign()));
        assertRefused(
                Judging.verifier(evidence).verify(evidence.quote(), foreign, evidence.now),
                CheckName.PCK_CRL_ISSUER_CHAIN,
                DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
    }

    private Collateral withIssuerChain(ByteString chain) {
        Collateral collateral = evidence.collateral();
        return new Collateral(
                collateral.tcbInfo(),
                collateral.tcbInfoChain(),
                collateral.qeIdentity(),
                collateral.qeIdentityChain(),
                collateral.rootCrl(),
                collateral.pckCrl(),
                Optional.of(chain),
                Optional.empty());
    }

    // dcap.md section 13, row 39
    @Test
    void checksTheSignatureOfAnEmptyList() {
        evidence.rootCrl.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.ROOT_CRL_SIGNATURE);
        evidence.rootCrl.signer = evidence.rootKey;
        evidence.pckCrl.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.PCK_CRL_SIGNATURE);
    }

    // dcap.md section 13, row 41
    @Test
    void refusesListsThatLackAnExtensionOrAreIncomplete() {
        for (ASN1ObjectIdentifier oid : List.of(Extension.cRLNumber, Extension.authorityKeyIdentifier)) {
            FakeEvidence lacking = new FakeEvidence();
            lacking.pckCrl.extensions.remove(oid);
            assertRefused(lacking, DcapRefusal.PCK_CRL_FORMAT);
            lacking = new FakeEvidence();
            lacking.rootCrl.extensions.remove(oid);
            assertRefused(lacking, DcapRefusal.ROOT_CRL_FORMAT);
        }
        for (boolean critical : new boolean[] {true, false}) {
            for (boolean ofRoot : new boolean[] {true, false}) {
                DcapRefusal refusal = ofRoot ? DcapRefusal.ROOT_CRL_FORMAT : DcapRefusal.PCK_CRL_FORMAT;
                FakeEvidence delta = new FakeEvidence();
                listOf(delta, ofRoot).put(Extension.deltaCRLIndicator, critical, new CRLNumber(BigInteger.ONE));
                assertRefused(delta, refusal);
                FakeEvidence indirect = new FakeEvidence();
                listOf(indirect, ofRoot)
                        .put(
                                Extension.issuingDistributionPoint,
                                critical,
                                new IssuingDistributionPoint(null, false, false, null, true, false));
                assertRefused(indirect, refusal);
            }
        }
    }

    private static FakeCrl listOf(FakeEvidence evidence, boolean ofRoot) {
        return ofRoot ? evidence.rootCrl : evidence.pckCrl;
    }

    // dcap.md section 13, row 34
    @Test
    void refusesUnknownCriticalExtensions() {
        evidence.rootCrl.put(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        assertRefused(evidence, DcapRefusal.ROOT_CRL_FORMAT);
        FakeEvidence entry = new FakeEvidence();
        entry.pckCrl.revoked.add(BigInteger.TWO);
        entry.pckCrl.entryExtension = FakeCrl.extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        assertRefused(entry, DcapRefusal.PCK_CRL_FORMAT);
        entry.pckCrl.entryExtension = FakeCrl.extension(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE);
        assertVerified(entry);
        entry.pckCrl.entryExtension = FakeCrl.extension(
                Extension.certificateIssuer,
                true,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "https://localhost")));
        assertRefused(entry, DcapRefusal.PCK_CRL_FORMAT);
    }

    // dcap.md section 13, row 42
    @Test
    void namesTheMissingPart(@TempDir Path folder) throws IOException, DcapFormatException {
        Collateral collateral = evidence.collateral();
        Files.write(folder.resolve("tcbInfo.json"), collateral.tcbInfo().toArray());
        Files.write(folder.resolve("qeIdentity.json"), collateral.qeIdentity().toArray());
        Files.write(
                folder.resolve("tcbSignChain.pem"), collateral.tcbInfoChain().toArray());
        Files.write(folder.resolve("rootCaCrl.der"), collateral.rootCrl().toArray());
        Files.write(folder.resolve("pckCrl.der"), collateral.pckCrl().toArray());
        assertThat(Judging.verifier(evidence)
                        .verify(evidence.quote(), RecordedCase.collateral(folder), evidence.now)
                        .verified())
                .isTrue();
        Map<String, CheckName> checks = Map.of(
                "tcbInfo.json", CheckName.TCB_INFO_FORMAT,
                "qeIdentity.json", CheckName.QE_IDENTITY_FORMAT,
                "tcbSignChain.pem", CheckName.TCB_INFO_SIGNER,
                "rootCaCrl.der", CheckName.ROOT_CRL_FORMAT,
                "pckCrl.der", CheckName.PCK_CRL_FORMAT);
        for (String name : checks.keySet()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            Files.delete(folder.resolve(name));
            assertThat(catchThrowableOfType(DcapFormatException.class, () -> RecordedCase.collateral(folder)))
                    .hasMessage("malformed collateral: " + name + ": is missing in " + folder);
            Files.write(folder.resolve(name), new byte[0]);
            CheckName check = checks.get(name);
            assertRefused(
                    Judging.verifier(evidence).verify(evidence.quote(), RecordedCase.collateral(folder), evidence.now),
                    check,
                    check == CheckName.TCB_INFO_SIGNER
                            ? DcapRefusal.TCB_INFO_CHAIN
                            : DcapRefusal.valueOf(check.name()));
            Files.write(folder.resolve(name), bytes);
        }
    }

    // dcap.md section 13, row 43
    @Test
    void refusesListsInOtherForms() {
        ByteString der = evidence.pckCrl.sign();
        String base64 = Base64.getEncoder().encodeToString(der.toArray());
        for (ByteString form : List.of(
                text(der.hex() + "0"),
                text("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n"),
                ByteString.concat(der, ByteString.zeros(1)))) {
            evidence.signedPckCrl = form;
            assertRefused(evidence, DcapRefusal.PCK_CRL_FORMAT);
            evidence.signedRootCrl = form;
            assertRefused(evidence, DcapRefusal.ROOT_CRL_FORMAT);
            evidence.signedRootCrl = null;
        }
        for (ByteString form :
                List.of(text(der.hex()), text("-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n"))) {
            evidence.signedPckCrl = form;
            assertVerified(evidence);
        }
    }
}
