package org.sgxra.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;

/**
 * What came out of verifying. Three answers that are never one: whether the evidence is genuine says {@link #isGenuine}, what is
 * thought of its platform {@link #status}, and whether both are good enough {@link #isAcceptable} and {@link #trust}. Why, say the
 * checks.
 *
 * @param trust {@link TrustStatus#NOT_TRUSTED} for all that is not genuine. It is for the attester if the verdict
 *     {@linkplain #isConclusive is conclusive}
 * @param platform what is vouched for of the platform; only of genuine evidence
 * @param report the content; only of a report whose signer is trusted (the checks up to {@link CheckName#PLATFORM_INFO})
 * @param dcap levels, dates, quote and documents of a DCAP quote, genuine or not; absent for reports
 * @param checks all checks of the kind of evidence in their order
 */
public record Verdict(
        TrustStatus trust,
        Optional<PlatformState> platform,
        Optional<AttestationReport> report,
        Optional<DcapVerdict> dcap,
        List<Check> checks) {
    public Verdict {
        checks = List.copyOf(checks);
    }

    /** A verdict on a report. */
    public Verdict(
            TrustStatus trust,
            Optional<PlatformState> platform,
            Optional<AttestationReport> report,
            List<Check> checks) {
        this(trust, platform, report, Optional.empty(), checks);
    }

    /** True if the evidence is what it says: signed under a trust anchor, about what was expected, and fresh. */
    public boolean isGenuine() {
        return platform.isPresent();
    }

    /** True if the evidence is genuine and the policies trust enclave and platform, with or without reserve. */
    public boolean isAcceptable() {
        return isGenuine() && trust.isTrusted();
    }

    /**
     * True if the evidence itself was judged: it is genuine, or it is its own fault that it is not. False if what should vouch for
     * it, a report or collateral, is forged, expired, too old or about something else. Nothing is known of the evidence then, and
     * the attester is told nothing: it is the relying party's trouble.
     */
    public boolean isConclusive() {
        return refusal()
                .map(check -> check.name().subject() == CheckName.Subject.EVIDENCE)
                .orElseGet(() -> !failed(CheckName.TCB_EVALUATION_DATA_NUMBER));
    }

    /**
     * What is thought of the platform, in one word for people and policies: as in {@link PlatformState#status} if the evidence is
     * genuine. Of a DCAP quote that is refused {@code REVOKED}, {@code NOT_SUPPORTED} or the name of its {@link DcapRefusal}; of
     * other evidence that is refused, empty.
     */
    public String status() {
        return platform.map(PlatformState::status)
                .or(() -> dcap.flatMap(DcapVerdict::refusal).map(Verdict::status))
                .orElse("");
    }

    private static String status(DcapRefusal refusal) {
        boolean belowEveryLevel = refusal == DcapRefusal.TCB_NOT_SUPPORTED || refusal == DcapRefusal.QE_NOT_SUPPORTED;
        return belowEveryLevel ? "NOT_SUPPORTED" : refusal.name();
    }

    /** The check of that name. */
    public Optional<Check> check(CheckName name) {
        for (Check check : checks) {
            if (check.name() == name) {
                return Optional.of(check);
            }
        }
        return Optional.empty();
    }

    /**
     * The check that decides that the evidence is not genuine. A date that has passed, which ends nothing, is the reason if no other
     * check failed. It is, or else too low a TCB evaluation data number, also if the other was one {@link CheckName#BY_DOCUMENTS}
     * that have expired or are too old: they are no reason to refuse anybody.
     */
    public Optional<Check> refusal() {
        List<Check> failed = new ArrayList<>(0);
        for (Check check : checks) {
            if (check.failed() && check.name().decidesGenuine()) {
                failed.add(check);
            }
        }
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        Optional<Check> date = failed.stream()
                .filter(check -> CheckName.DATES.contains(check.name()))
                .findFirst();
        Optional<Check> other = failed.stream()
                .filter(check -> !CheckName.DATES.contains(check.name()))
                .findFirst();
        if (other.isEmpty()) {
            return date;
        }
        return CheckName.BY_DOCUMENTS.contains(other.get().name()) && hasOldDocuments()
                ? date.or(() -> check(CheckName.TCB_EVALUATION_DATA_NUMBER))
                : other;
    }

    private boolean hasOldDocuments() {
        return failed(CheckName.TCB_EVALUATION_DATA_NUMBER)
                || CheckName.DATES.stream()
                        .anyMatch(name -> name.subject() == CheckName.Subject.ENDORSEMENT && failed(name));
    }

    private boolean failed(CheckName name) {
        return check(name).filter(Check::failed).isPresent();
    }

    /** What of the enclave the policy does not accept, a line each. */
    public List<String> violations() {
        return checks.stream()
                .filter(check -> check.failed() && CheckName.ENCLAVE.contains(check.name()))
                .map(Check::reason)
                .toList();
    }

    /** What a relying party should know though nothing failed, a line each: see {@link DcapVerdict#warnings}. */
    public List<String> warnings() {
        return dcap.map(DcapVerdict::warnings).orElse(List.of());
    }
}
