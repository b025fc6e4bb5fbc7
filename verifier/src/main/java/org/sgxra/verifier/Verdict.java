package org.sgxra.verifier;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;

/**
 * What came out of verifying. Whether the evidence is genuine says {@link #isGenuine}, how far its enclave is trusted says
 * {@link #trust}, and why, the checks.
 *
 * @param trust {@link TrustStatus#NOT_TRUSTED} for all that is not genuine
 * @param platform what is vouched for of the platform; only of genuine evidence
 * @param report the content; only of a report whose signer is trusted (checks 1 to 5)
 * @param checks all checks in their order
 */
public record Verdict(
        TrustStatus trust, Optional<PlatformState> platform, Optional<AttestationReport> report, List<Check> checks) {
    public Verdict {
        checks = List.copyOf(checks);
    }

    /** True if the evidence is what it says: signed under a trust anchor, about what was expected, and fresh. */
    public boolean isGenuine() {
        return platform.isPresent();
    }

    /** True if the evidence is genuine and the policies trust enclave and platform, with or without reserve. */
    public boolean isAcceptable() {
        return isGenuine() && trust.isTrusted();
    }

    /** The check of that name. */
    public Optional<Check> check(CheckName name) {
        return checks.stream().filter(check -> check.name() == name).findFirst();
    }

    /** The check that ended verification, if the evidence is not genuine. */
    public Optional<Check> refusal() {
        return checks.stream()
                .filter(check -> check.failed() && check.name().isOfEvidence())
                .findFirst();
    }

    /** What of the enclave the policy does not accept, a line each. */
    public List<String> violations() {
        return checks.stream()
                .filter(check -> check.failed() && CheckName.ENCLAVE.contains(check.name()))
                .map(Check::reason)
                .toList();
    }
}
