package org.sgxra.verifier;

import java.time.Instant;
import java.util.List;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.QuoteStatus;

/**
 * What is vouched for of a platform.
 *
 * @param standing what the status means for trust
 * @param status the service's own word for it, which policies name
 * @param advisoryIds advisories that apply to the platform, as far as they are signed
 * @param issuedAt when this was found
 */
public record PlatformState(Standing standing, String status, List<String> advisoryIds, Instant issuedAt) {
    /** How a platform stands, from best to worst. */
    public enum Standing {
        /** Genuine and up to date. */
        CURRENT,
        /** Genuine; its configuration, or the enclave's software, should be hardened. */
        NEEDS_HARDENING,
        /** Genuine, but out of date. */
        OUT_OF_DATE,
        /** Not genuine, or revoked. */
        REJECTED
    }

    public PlatformState {
        advisoryIds = List.copyOf(advisoryIds);
    }

    static PlatformState of(AttestationReport report) {
        return new PlatformState(
                standing(report.status()), report.status().name(), report.advisoryIds(), report.timestamp());
    }

    private static Standing standing(QuoteStatus status) {
        return switch (status) {
            case OK -> Standing.CURRENT;
            case CONFIGURATION_NEEDED, SW_HARDENING_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                Standing.NEEDS_HARDENING;
            case GROUP_OUT_OF_DATE -> Standing.OUT_OF_DATE;
            default -> Standing.REJECTED;
        };
    }
}
