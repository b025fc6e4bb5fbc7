package org.sgxra.verifier.dcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EcdsaQuote;

/**
 * Which platforms are good enough (docs/spec/dcap.md section 10). Which enclave it must be is not asked here.
 *
 * @param acceptedStatuses statuses accepted beside UpToDate
 * @param mitigatedAdvisories advisories that the enclave deals with itself; when there are any, a platform that is not up to date is
 *     accepted only if all its advisories are known and among them. The list alone makes no platform acceptable
 * @param minimumTcbEvaluationDataNumber of both TCB info and QE identity: older ones, validly signed, may be replayed
 * @param allowDebug whether enclaves and trust domains that a debugger can look into are accepted
 */
public record DcapPolicy(
        Set<TcbStatus> acceptedStatuses,
        Set<String> mitigatedAdvisories,
        long minimumTcbEvaluationDataNumber,
        boolean allowDebug) {
    /** Accepts platforms that are up to date, without debugger, and nothing else. */
    public static final DcapPolicy STRICT = new DcapPolicy(Set.of(), Set.of(), 0, false);

    public DcapPolicy {
        acceptedStatuses = Set.copyOf(acceptedStatuses);
        mitigatedAdvisories = Set.copyOf(mitigatedAdvisories);
    }

    /** True if the quote is verified and nothing speaks against its platform. */
    public boolean accepts(DcapVerdict verdict) {
        return verdict.verified() && judge(verdict).stream().allMatch(DcapCheck::passed);
    }

    /** The checks of the policy; none on a verdict without a status, which no policy accepts. */
    public List<DcapCheck> judge(DcapVerdict verdict) {
        if (verdict.tcb().isEmpty()) {
            return List.of();
        }
        TcbEvaluation tcb = verdict.tcb().get();
        List<DcapCheck> checks = new ArrayList<>();
        boolean upToDate = tcb.status() == TcbStatus.UP_TO_DATE;
        checks.add(new DcapCheck(
                "TCB status accepted",
                upToDate || acceptedStatuses.contains(tcb.status()),
                tcb.status() + "; accepted are " + TcbStatus.UP_TO_DATE + " and " + acceptedStatuses));
        if (!mitigatedAdvisories.isEmpty()) {
            checks.add(new DcapCheck(
                    "advisories mitigated",
                    upToDate || isMitigated(tcb),
                    tcb.advisoriesKnown() ? tcb.advisories().toString() : "unknown"));
        }
        checks.add(new DcapCheck(
                "TCB evaluation data number",
                tcb.tcbEvaluationDataNumber() >= minimumTcbEvaluationDataNumber,
                tcb.tcbEvaluationDataNumber() + ", at least " + minimumTcbEvaluationDataNumber));
        boolean debug = isDebug(verdict.quote());
        checks.add(new DcapCheck("debug", !debug || allowDebug, debug ? "a debugger can look into it" : "no debugger"));
        return List.copyOf(checks);
    }

    private boolean isMitigated(TcbEvaluation tcb) {
        return tcb.advisoriesKnown()
                && !tcb.advisories().isEmpty()
                && mitigatedAdvisories.containsAll(tcb.advisories());
    }

    private static boolean isDebug(Optional<EcdsaQuote> quote) {
        return quote.filter(q -> q.isTrustDomain()
                        ? q.trustDomain().isDebug()
                        : q.report().attributes().isDebug())
                .isPresent();
    }
}
