package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeCrl;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.check.CheckName;

/** Evidence outside the dates of one of its parts: docs/spec/dcap.md section 3.5, and section 13, rows 35, 40, 61 and 62. */
class ExpiryTest {
    private final FakeEvidence evidence = new FakeEvidence();

    /** What has dates, in the order in which they are checked. */
    enum Part {
        ROOT(CheckName.ROOT_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        CA(CheckName.CA_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        PCK(CheckName.PCK_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        ROOT_CRL(CheckName.ROOT_CRL_DATE, DcapRefusal.ROOT_CRL_EXPIRED),
        PCK_CRL(CheckName.PCK_CRL_DATE, DcapRefusal.PCK_CRL_EXPIRED),
        TCB_INFO_ROOT(CheckName.TCB_INFO_ROOT_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        TCB_INFO_SIGNER(CheckName.TCB_INFO_SIGNER_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        QE_IDENTITY_ROOT(CheckName.QE_IDENTITY_ROOT_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        QE_IDENTITY_SIGNER(CheckName.QE_IDENTITY_SIGNER_DATE, DcapRefusal.CERTIFICATE_EXPIRED),
        TCB_INFO(CheckName.TCB_INFO_DATE, DcapRefusal.TCB_INFO_EXPIRED),
        QE_IDENTITY(CheckName.QE_IDENTITY_DATE, DcapRefusal.QE_IDENTITY_EXPIRED);

        final CheckName check;
        final DcapRefusal refusal;

        Part(CheckName check, DcapRefusal refusal) {
            this.check = check;
            this.refusal = refusal;
        }

        void put(FakeEvidence evidence, Instant from, Instant to) {
            Dates dates = new Dates(from, to);
            switch (this) {
                case ROOT -> put(evidence, evidence.root, dates);
                case CA -> put(evidence, evidence.ca, dates);
                case PCK -> put(evidence, evidence.pck, dates);
                case ROOT_CRL -> put(evidence.rootCrl, dates);
                case PCK_CRL -> put(evidence.pckCrl, dates);
                case TCB_INFO_ROOT -> evidence.tcbInfoChain = chain(dates, Dates.OF_ALL);
                case TCB_INFO_SIGNER -> evidence.tcbInfoChain = chain(Dates.OF_ALL, dates);
                case QE_IDENTITY_ROOT -> evidence.qeIdentityChain = chain(dates, Dates.OF_ALL);
                case QE_IDENTITY_SIGNER -> evidence.qeIdentityChain = chain(Dates.OF_ALL, dates);
                case TCB_INFO -> put(evidence.tcbInfo, dates);
                case QE_IDENTITY -> put(evidence.qeIdentity, dates);
            }
        }

        /** Of the PCK chain: the documents' chains have a root of their own then. */
        private static void put(FakeEvidence evidence, FakeCertificate certificate, Dates dates) {
            evidence.tcbInfoChain = chain(Dates.OF_ALL, Dates.OF_ALL);
            certificate.notBefore = dates.from;
            certificate.notAfter = dates.to;
        }

        private static void put(FakeCrl list, Dates dates) {
            list.thisUpdate = dates.from;
            list.nextUpdate = dates.to;
        }

        private static void put(FakeDocument document, Dates dates) {
            document.issueDate = dates.from;
            document.nextUpdate = dates.to;
        }

        private static ByteString chain(Dates root, Dates signer) {
            FakeEvidence other = new FakeEvidence();
            other.root.notBefore = root.from;
            other.root.notAfter = root.to;
            other.signer.notBefore = signer.from;
            other.signer.notAfter = signer.to;
            return FakeCertificate.pem(other.signer.sign(), other.root.sign());
        }
    }

    record Dates(Instant from, Instant to) {
        static final Dates OF_ALL =
                new Dates(Instant.parse("2026-01-14T12:00:00Z"), Instant.parse("2026-02-14T12:00:00Z"));
    }

    private DcapVerdict withSkew() {
        return DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                .verify(evidence.quote(), evidence.collateral(), evidence.now);
    }

    // dcap.md section 13, rows 35, 40, 61
    @ParameterizedTest
    @EnumSource(Part.class)
    void refusesWhatExpiredASecondAgoAndTakesItAtItsEnd(Part part) {
        Instant from = evidence.now.minusSeconds(3600);
        part.put(evidence, from, evidence.now);
        assertVerified(evidence);
        Instant to = evidence.now.minusSeconds(1);
        part.put(evidence, from, to);
        DcapVerdict verdict = assertRefused(evidence, part.check, part.refusal);

        assertThat(verdict.reason()).endsWith(" valid " + from + " to " + to + ", not at " + evidence.now);
        assertThat(verdict.status()).as("the evaluation goes on").contains(TcbStatus.UP_TO_DATE);
        assertRefused(withSkew(), part.check, part.refusal);
    }

    // dcap.md section 13, rows 35, 40, 62
    @ParameterizedTest
    @EnumSource(Part.class)
    void refusesWhatIsNotValidYetAndTakesItAtItsBeginning(Part part) {
        Instant to = evidence.now.plusSeconds(3600);
        part.put(evidence, evidence.now, to);
        assertVerified(evidence);
        part.put(evidence, evidence.now.plusSeconds(1), to);
        DcapVerdict verdict = assertRefused(evidence, part.check, part.refusal);

        assertThat(verdict.reason()).contains(evidence.now.plusSeconds(1) + " to " + to);
        assertThat(verdict.status()).contains(TcbStatus.UP_TO_DATE);
        part.put(evidence, evidence.now.plusSeconds(300), to);
        assertThat(withSkew().reason()).as("five minutes of clock skew").isEmpty();
        part.put(evidence, evidence.now.plusSeconds(301), to);
        assertRefused(withSkew(), part.check, part.refusal);
    }

    // dcap.md section 13, row 62
    @Test
    void refusesDocumentsThatEndBeforeTheyBegin() {
        Part.TCB_INFO.put(evidence, evidence.now, evidence.now.minusSeconds(1));
        assertThat(assertRefused(evidence, DcapRefusal.TCB_INFO_FORMAT).reason())
                .endsWith("nextUpdate: is before issueDate");
        Part.TCB_INFO.put(evidence, evidence.now, evidence.now);
        Part.QE_IDENTITY.put(evidence, evidence.now, evidence.now.minusSeconds(1));
        assertThat(assertRefused(evidence, DcapRefusal.QE_IDENTITY_FORMAT).reason())
                .endsWith("nextUpdate: is before issueDate");
    }

    @Test
    void givesTheFirstOfSeveralExpiries() {
        evidence.qeIdentity.nextUpdate = evidence.now.minusSeconds(1);
        evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, CheckName.TCB_INFO_DATE, DcapRefusal.TCB_INFO_EXPIRED);
        evidence.signer.notAfter = evidence.now.minusSeconds(1);
        assertRefused(evidence, CheckName.TCB_INFO_SIGNER_DATE, DcapRefusal.CERTIFICATE_EXPIRED);
        evidence.pckCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, CheckName.PCK_CRL_DATE, DcapRefusal.PCK_CRL_EXPIRED);
        evidence.rootCrl.nextUpdate = evidence.now.minusSeconds(1);
        assertRefused(evidence, CheckName.ROOT_CRL_DATE, DcapRefusal.ROOT_CRL_EXPIRED);
        evidence.pck.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, CheckName.PCK_DATE, DcapRefusal.CERTIFICATE_EXPIRED)
                        .reason())
                .startsWith("PCK certificate");
        evidence.ca.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, CheckName.CA_DATE, DcapRefusal.CERTIFICATE_EXPIRED)
                        .reason())
                .startsWith("CA ");
        evidence.root.notAfter = evidence.now.minusSeconds(1);
        assertThat(assertRefused(evidence, CheckName.ROOT_DATE, DcapRefusal.CERTIFICATE_EXPIRED)
                        .reason())
                .startsWith("root ");
    }

    @Test
    void givesDocumentsAndListsDaysOfGraceButNoCertificate() {
        evidence.tcbInfo.nextUpdate = evidence.now.minus(Duration.ofDays(3));
        evidence.pckCrl.nextUpdate = evidence.now.minus(Duration.ofDays(3));
        evidence.tcbInfo.issueDate = evidence.now.minus(Duration.ofDays(30));
        evidence.pckCrl.thisUpdate = evidence.now.minus(Duration.ofDays(30));
        assertRefused(evidence, CheckName.PCK_CRL_DATE, DcapRefusal.PCK_CRL_EXPIRED);
        DcapVerifier lenient = Judging.verifier(evidence).withGrace(Duration.ofDays(3));
        DcapVerdict verdict = lenient.verify(evidence.quote(), evidence.collateral(), evidence.now);
        assertThat(verdict.verified()).isTrue();
        assertThat(verdict.checks())
                .filteredOn(check -> check.actual().toString().contains("expired but within the days of grace"))
                .extracting(check -> check.name().title())
                .containsExactly("date of the PCK CRL", "date of the TCB info");
        assertRefused(
                lenient.verify(evidence.quote(), evidence.collateral(), evidence.now.plusSeconds(1)),
                CheckName.PCK_CRL_DATE,
                DcapRefusal.PCK_CRL_EXPIRED);
        evidence.pck.notAfter = evidence.now.minusSeconds(1);
        assertRefused(
                lenient.verify(evidence.quote(), evidence.collateral(), evidence.now),
                CheckName.PCK_DATE,
                DcapRefusal.CERTIFICATE_EXPIRED);
    }

    /** A list that ends before it begins is never valid; that it is in grace is no warning then. */
    @Test
    void warnsOfGraceOnlyIfItWasUsed() {
        DcapVerifier lenient = Judging.verifier(evidence).withGrace(Duration.ofDays(3));
        evidence.pckCrl.thisUpdate = evidence.now.plus(Duration.ofHours(1));
        evidence.pckCrl.nextUpdate = evidence.now.minus(Duration.ofHours(1));
        DcapVerdict verdict = lenient.verify(evidence.quote(), evidence.collateral(), evidence.now);
        assertRefused(verdict, CheckName.PCK_CRL_DATE, DcapRefusal.PCK_CRL_EXPIRED);
        assertThat(verdict.warnings()).isEmpty();

        evidence.pckCrl.thisUpdate = evidence.now.minus(Duration.ofHours(2));
        assertThat(lenient.verify(evidence.quote(), evidence.collateral(), evidence.now)
                        .warnings())
                .containsExactly("date of the PCK CRL: valid " + evidence.pckCrl.thisUpdate + " to "
                        + evidence.pckCrl.nextUpdate + ", used at " + evidence.now
                        + ", expired but within the days of grace");
    }

    @Test
    void checksEveryDate() {
        assertThat(List.of(Part.values())).extracting(part -> part.check).containsExactlyElementsOf(CheckName.DATES);
    }
}
