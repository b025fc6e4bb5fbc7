package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.check.Check;

/** Judges evidence of the own CA. */
final class Judging {
    private Judging() {}

    static DcapVerifier verifier(FakeEvidence evidence) {
        return DcapVerifier.of(new DcapRoot(evidence.trustedKey())).withClockSkew(Duration.ZERO);
    }

    static DcapVerdict verdict(FakeEvidence evidence) {
        return verifier(evidence).verify(evidence.quote(), evidence.collateral(), evidence.now);
    }

    /** The verdict on evidence that must be refused; its last check, or one of dates, is the one that failed. */
    static DcapVerdict assertRefused(FakeEvidence evidence, DcapRefusal refusal) {
        DcapVerdict verdict = verdict(evidence);
        assertThat(verdict.refusal()).as(verdict.reason()).contains(refusal);
        assertThat(verdict.verified()).isFalse();
        assertThat(verdict.reason()).isNotEmpty();
        assertThat(verdict.checks()).anyMatch(check -> !check.passed());
        assertThat(verdict.checks()).extracting(Check::name).isSorted();
        return verdict;
    }

    static DcapVerdict assertVerified(FakeEvidence evidence) {
        DcapVerdict verdict = verdict(evidence);
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.verified()).isTrue();
        assertThat(verdict.checks()).allMatch(Check::passed);
        return verdict;
    }
}
