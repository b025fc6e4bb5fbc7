package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;

/** Verified is one thing, acceptable another: docs/spec/dcap.md section 13, cases 63, 68, 78 and the debug bit of 80. */
class DcapPolicyTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private static DcapPolicy accepting(TcbStatus... statuses) {
        return new DcapPolicy(Set.of(statuses), Set.of(), 0, false);
    }

    private static DcapPolicy mitigating(String... advisories) {
        return new DcapPolicy(Set.of(TcbStatus.SW_HARDENING_NEEDED), Set.of(advisories), 0, false);
    }

    private DcapVerdict withLevel(String status, String... advisories) {
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level("0", 0, status, advisories));
        return Judging.verdict(evidence);
    }

    @Test
    void acceptsWhatIsUpToDate() {
        assertThat(DcapPolicy.STRICT.accepts(Judging.verdict(evidence))).isTrue();
        assertThat(mitigating("INTEL-SA-1").accepts(Judging.verdict(evidence))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = TcbStatus.class,
            names = {"UP_TO_DATE", "REVOKED", "TD_RELAUNCH_ADVISED", "TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED"},
            mode = EnumSource.Mode.EXCLUDE)
    void acceptsOtherStatusesOnlyOnPurpose(TcbStatus status) {
        DcapVerdict verdict = withLevel(status.toString());

        assertThat(verdict.verified()).isTrue();
        assertThat(DcapPolicy.STRICT.accepts(verdict)).isFalse();
        assertThat(DcapPolicy.STRICT.judge(verdict))
                .filteredOn(check -> !check.passed())
                .extracting(DcapCheck::name)
                .containsExactly("TCB status accepted");
        assertThat(accepting(status).accepts(verdict)).isTrue();
    }

    @Test
    void neverAcceptsWhatIsNotVerified() {
        DcapVerdict revoked = withLevel("Revoked");
        assertThat(accepting(TcbStatus.values()).accepts(revoked)).isFalse();
        FakeEvidence expired = new FakeEvidence();
        expired.tcbInfo.nextUpdate = expired.now.minusSeconds(1);
        assertThat(DcapPolicy.STRICT.accepts(Judging.verdict(expired))).isFalse();
        assertThat(DcapPolicy.STRICT.judge(Judging.verdict(expired))).allMatch(DcapCheck::passed);
        FakeEvidence forged = new FakeEvidence();
        forged.signedTcbInfo = org.sgxra.common.bytes.ByteString.EMPTY;
        assertThat(DcapPolicy.STRICT.judge(Judging.verdict(forged))).isEmpty();
        assertThat(DcapPolicy.STRICT.accepts(Judging.verdict(forged))).isFalse();
    }

    @Test
    void case63WantsAMinimumNumberOfBothDocuments() {
        DcapPolicy policy = new DcapPolicy(Set.of(), Set.of(), 17, false);
        assertThat(policy.accepts(Judging.verdict(evidence))).isTrue();
        evidence.tcbInfo.evaluationNumber = 16;
        assertThat(policy.accepts(Judging.verdict(evidence))).isFalse();
        evidence.tcbInfo.evaluationNumber = 18;
        evidence.qeIdentity.evaluationNumber = 16;
        assertThat(policy.accepts(Judging.verdict(evidence))).isFalse();
        evidence.qeIdentity.evaluationNumber = 17;
        assertThat(policy.accepts(Judging.verdict(evidence))).isTrue();
    }

    @Test
    void case68RefusesDebugEnclavesUnlessAllowed() {
        evidence.quote.body[48] |= 2;
        DcapVerdict verdict = Judging.verdict(evidence);

        assertThat(verdict.verified()).isTrue();
        assertThat(DcapPolicy.STRICT.accepts(verdict)).isFalse();
        assertThat(new DcapPolicy(Set.of(), Set.of(), 0, true).accepts(verdict)).isTrue();
    }

    @Test
    void case80RefusesDebugTrustDomainsUnlessAllowed() {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        assertThat(DcapPolicy.STRICT.accepts(Judging.verdict(domain))).isTrue();
        domain.quote.body[120] = 1;
        assertThat(DcapPolicy.STRICT.accepts(Judging.verdict(domain))).isFalse();
        assertThat(new DcapPolicy(Set.of(), Set.of(), 0, true).accepts(Judging.verdict(domain)))
                .isTrue();
    }

    @Test
    void acceptsPlatformsWhoseAdvisoriesAreMitigated() {
        DcapVerdict verdict = withLevel("SWHardeningNeeded", "INTEL-SA-00334", "INTEL-SA-00615");

        assertThat(mitigating("INTEL-SA-00334", "INTEL-SA-00615", "X").accepts(verdict))
                .isTrue();
        assertThat(mitigating("INTEL-SA-00334").accepts(verdict)).isFalse();
        assertThat(mitigating("X").accepts(withLevel("SWHardeningNeeded")))
                .as("none are named")
                .isFalse();
        assertThat(mitigating("INTEL-SA-00615").accepts(withLevel("ConfigurationNeeded", "INTEL-SA-00615")))
                .as("the list alone")
                .isFalse();
    }

    @Test
    void case78TakesUnknownAdvisoriesForUnmitigated() {
        evidence.tcbInfo.version = 2;
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level2("10 2 2", 13, "SWHardeningNeeded"));
        DcapVerdict verdict = Judging.verdict(evidence);

        assertThat(accepting(TcbStatus.SW_HARDENING_NEEDED).accepts(verdict)).isTrue();
        assertThat(mitigating("INTEL-SA-00615").accepts(verdict)).isFalse();
        assertThat(mitigating("INTEL-SA-00615").judge(verdict))
                .filteredOn(check -> check.name().equals("advisories mitigated"))
                .extracting(DcapCheck::compared)
                .containsExactly("unknown");
    }
}
