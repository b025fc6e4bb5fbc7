package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** Judges evidence of the own CA. */
final class Judging {
    private Judging() {}

    static DcapVerifier verifier(FakeEvidence evidence) {
        return DcapVerifier.of(new DcapRoot(evidence.trustedKey())).withClockSkew(Duration.ZERO);
    }

    static DcapVerdict verdict(FakeEvidence evidence) {
        return verdict(evidence, evidence.quote());
    }

    /** The verdict on a quote with the collateral of {@code evidence}. */
    static DcapVerdict verdict(FakeEvidence evidence, ByteString quote) {
        return verifier(evidence).verify(quote, evidence.collateral(), evidence.now);
    }

    /** The verdict on evidence that the check of the refusal's own name must refuse. */
    static DcapVerdict assertRefused(FakeEvidence evidence, DcapRefusal refusal) {
        return assertRefused(verdict(evidence), refusal);
    }

    /** The verdict on evidence that {@code check} must refuse. */
    static DcapVerdict assertRefused(FakeEvidence evidence, CheckName check, DcapRefusal refusal) {
        return assertRefused(verdict(evidence), check, refusal);
    }

    static DcapVerdict assertRefused(DcapVerdict verdict, DcapRefusal refusal) {
        return assertRefused(verdict, CheckName.valueOf(refusal.name()), refusal);
    }

    /**
     * Nothing but {@code check} refuses, and nothing is looked at after it. If it is about a date, other dates may have passed,
     * too, and the evaluation goes on.
     */
    static DcapVerdict assertRefused(DcapVerdict verdict, CheckName check, DcapRefusal refusal) {
        assertThat(verdict.refusal()).as(verdict.reason()).contains(refusal);
        assertThat(verdict.verified()).isFalse();
        assertThat(verdict.checks())
                .filteredOn(made -> made.failed() && made.reason().equals(verdict.reason()))
                .extracting(Check::name)
                .containsExactly(check);
        assertThat(verdict.checks())
                .extracting(Check::name)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(CheckName.DATES.contains(check) ? CheckName.TCB_NOT_REVOKED : check);
        assertThat(verdict.checks())
                .filteredOn(made -> made.name() != check && !CheckName.DATES.contains(made.name()))
                .allMatch(Check::passed);
        return verdict;
    }

    static DcapVerdict assertVerified(FakeEvidence evidence) {
        return assertVerified(verdict(evidence));
    }

    static DcapVerdict assertVerified(DcapVerdict verdict) {
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.verified()).isTrue();
        assertThat(verdict.checks()).allMatch(Check::passed);
        return verdict;
    }
}
