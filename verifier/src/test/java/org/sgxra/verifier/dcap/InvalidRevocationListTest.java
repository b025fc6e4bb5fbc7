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
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeCrl;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;

/** Revocation lists that must be refused: docs/spec/dcap.md section 13, cases 34 and 38 to 43. */
class InvalidRevocationListTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static ByteString text(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void case38RefusesTheListOfAnotherCa() {
        evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        assertRefused(evidence, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
    }

    @Test
    void case38RefusesSwappedLists() {
        evidence.signedPckCrl = evidence.rootCrl.sign();
        evidence.signedRootCrl = evidence.pckCrl.sign();
        assertRefused(evidence, DcapRefusal.ROOT_CRL_UNKNOWN_ISSUER);
        evidence.signedRootCrl = null;
        assertRefused(evidence, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
    }

    @Test
    void case38RefusesAnIssuerChainUnderAnotherRoot() {
        FakeEvidence other = new FakeEvidence();
        other.ca.signer = FakeKeys.of("another root");
        Collateral collateral = evidence.collateral();
        Collateral foreign = new Collateral(
                collateral.tcbInfo(),
                collateral.tcbInfoChain(),
                collateral.qeIdentity(),
                collateral.qeIdentityChain(),
                collateral.rootCrl(),
                collateral.pckCrl(),
                java.util.Optional.of(FakeCertificate.pem(other.ca(), evidence.root.sign())),
                java.util.Optional.empty());
        assertThat(Judging.verifier(evidence)
                        .verify(evidence.quote(), foreign, evidence.now)
                        .refusal())
                .contains(DcapRefusal.PCK_CRL_UNKNOWN_ISSUER);
    }

    @Test
    void case39ChecksTheSignatureOfAnEmptyList() {
        evidence.rootCrl.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.ROOT_CRL_SIGNATURE);
        evidence.rootCrl.signer = evidence.rootKey;
        evidence.pckCrl.signer = FakeKeys.of("foreign");
        assertRefused(evidence, DcapRefusal.PCK_CRL_SIGNATURE);
    }

    @Test
    void case40RefusesListsOutsideTheirDates() {
        evidence.rootCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.ROOT_CRL_EXPIRED);
        evidence.rootCrl.nextUpdate = evidence.now;
        assertVerified(evidence);
        evidence.rootCrl.thisUpdate = evidence.now.plusSeconds(1);
        assertRefused(evidence, DcapRefusal.ROOT_CRL_EXPIRED);
        evidence.rootCrl.thisUpdate = evidence.now;
        assertVerified(evidence);
        evidence.pckCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, DcapRefusal.PCK_CRL_EXPIRED);
        evidence.pckCrl.nextUpdate = evidence.now;
        assertVerified(evidence);
        evidence.pckCrl.thisUpdate = evidence.now.plusSeconds(1);
        assertRefused(evidence, DcapRefusal.PCK_CRL_EXPIRED);
    }

    @Test
    void case41RefusesListsThatLackAnExtensionOrAreIncomplete() {
        for (ASN1ObjectIdentifier oid : List.of(Extension.cRLNumber, Extension.authorityKeyIdentifier)) {
            FakeEvidence lacking = new FakeEvidence();
            lacking.pckCrl.extensions.remove(oid);
            assertRefused(lacking, DcapRefusal.PCK_CRL_FORMAT);
            lacking = new FakeEvidence();
            lacking.rootCrl.extensions.remove(oid);
            assertRefused(lacking, DcapRefusal.ROOT_CRL_FORMAT);
        }
        for (boolean critical : new boolean[] {true, false}) {
            FakeEvidence delta = new FakeEvidence();
            delta.pckCrl.put(Extension.deltaCRLIndicator, critical, new CRLNumber(BigInteger.ONE));
            assertRefused(delta, DcapRefusal.PCK_CRL_FORMAT);
            FakeEvidence indirect = new FakeEvidence();
            indirect.pckCrl.put(
                    Extension.issuingDistributionPoint,
                    critical,
                    new IssuingDistributionPoint(null, false, false, null, true, false));
            assertRefused(indirect, DcapRefusal.PCK_CRL_FORMAT);
        }
    }

    @Test
    void case34RefusesUnknownCriticalExtensions() {
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

    @Test
    void case42NamesTheMissingPart(@TempDir Path folder) throws IOException, DcapFormatException {
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
        for (String name :
                List.of("tcbInfo.json", "qeIdentity.json", "tcbSignChain.pem", "rootCaCrl.der", "pckCrl.der")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            Files.delete(folder.resolve(name));
            assertThat(catchThrowableOfType(DcapFormatException.class, () -> RecordedCase.collateral(folder)))
                    .hasMessage("malformed collateral: " + name + ": is missing in " + folder);
            Files.write(folder.resolve(name), new byte[0]);
            assertThat(Judging.verifier(evidence)
                            .verify(evidence.quote(), RecordedCase.collateral(folder), evidence.now)
                            .verified())
                    .isFalse();
            Files.write(folder.resolve(name), bytes);
        }
    }

    @Test
    void case43RefusesListsInOtherForms() {
        ByteString der = evidence.pckCrl.sign();
        String base64 = Base64.getEncoder().encodeToString(der.toArray());
        for (ByteString form : List.of(
                text(der.hex() + "0"),
                text("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n"),
                ByteString.concat(der, ByteString.zeros(1)))) {
            evidence.signedPckCrl = form;
            assertRefused(evidence, DcapRefusal.PCK_CRL_FORMAT);
            evidence.signedPckCrl = null;
        }
        for (ByteString form :
                List.of(text(der.hex()), text("-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n"))) {
            evidence.signedPckCrl = form;
            assertVerified(evidence);
        }
    }
}
