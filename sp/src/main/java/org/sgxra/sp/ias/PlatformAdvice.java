package org.sgxra.sp.ias;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.QuoteStatus;

/**
 * What a status other than OK means and what its platform's owner can do, together in one place: status, advisories, the
 * flags of the platform info blob (docs/spec/users.md, first row).
 */
final class PlatformAdvice {
    private PlatformAdvice() {}

    /**
     * Advice in lines; none when all is well.
     *
     * @param unsignedAdvisories advisories that stand in unsigned headers (API v3)
     */
    static List<String> of(AttestationReport report, Optional<String> unsignedAdvisories) {
        List<String> lines = new ArrayList<>();
        if (report.status() == QuoteStatus.OK) {
            return lines;
        }
        lines.add("IAS says " + report.statusText() + ": " + meaning(report.status()));
        if (report.revocationReason() != null) {
            lines.add("Revocation reason (RFC 5280): " + report.revocationReason());
        }
        if (!report.advisoryIds().isEmpty()) {
            lines.add("Advisories: " + String.join(", ", report.advisoryIds())
                    + (report.advisoryUrl() == null ? "" : " (" + report.advisoryUrl() + ")"));
        }
        unsignedAdvisories.ifPresent(
                ids -> lines.add("Advisories: " + ids + " (from unsigned headers of API v3: shown, never used)"));
        report.platformInfoBlob().map(PlatformInfoBlob::flags).ifPresent(flags -> {
            for (PlatformFlag flag : flags) {
                lines.add(flag + ": " + flag.remedy());
            }
        });
        return lines;
    }

    private static String meaning(QuoteStatus status) {
        return switch (status) {
            case OK -> "the platform is up to date";
            case SIGNATURE_INVALID -> "the quote's EPID signature is not valid";
            case GROUP_REVOKED -> "the platform's EPID group is revoked; the platform must be provisioned again";
            case SIGNATURE_REVOKED -> "a signature of this platform is on the revocation list";
            case KEY_REVOKED -> "the platform's EPID key is revoked";
            case UNKNOWN -> "a status that is not known here, which counts as not trusted";
            case SIGRL_VERSION_MISMATCH ->
                "the quote was made with an outdated signature revocation list; attest again with the new one";
            case GROUP_OUT_OF_DATE ->
                "genuine, but its microcode or SGX platform software is out of date; a current BIOS may "
                        + "still carry old microcode";
            case CONFIGURATION_NEEDED ->
                "genuine, but its configuration weakens it: a BIOS setting, typically " + "Hyper-Threading";
            case SW_HARDENING_NEEDED ->
                "genuine; the enclave itself must be built with mitigations for the advisories named "
                        + "here. If it is: --accept-status, --mitigated-advisories";
            case CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                "genuine, but a BIOS setting, typically Hyper-Threading, weakens it, "
                        + "and the enclave must be built with mitigations for the advisories named here";
        };
    }
}
