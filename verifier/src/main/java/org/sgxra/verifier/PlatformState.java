package org.sgxra.verifier;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.verifier.dcap.TcbEvaluation;

/**
 * What is vouched for of a platform, in the same words for all kinds of evidence (docs/spec/dcap.md section 10).
 *
 * @param standing what the status means for trust
 * @param status the word that policies name: IAS's own for reports; for DCAP quotes the one of IAS that means the same, where there is
 *     one: {@code OK} for UpToDate, {@code GROUP_OUT_OF_DATE} for OutOfDate
 * @param advisoryIds advisories that apply to the platform, as far as they are signed
 * @param advisoriesKnown false if there may be others: TCB info of version 2 names none
 * @param tcbEvaluationDataNumber of DCAP collateral, the smaller one of TCB info and QE identity; absent for reports
 * @param issuedAt when this was found: of reports their time stamp, of quotes the time that they were judged at
 */
public record PlatformState(
        Standing standing,
        String status,
        List<String> advisoryIds,
        boolean advisoriesKnown,
        OptionalLong tcbEvaluationDataNumber,
        Instant issuedAt) {
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

    /** A platform of which a report states all advisories. */
    public PlatformState(Standing standing, String status, List<String> advisoryIds, Instant issuedAt) {
        this(standing, status, advisoryIds, true, OptionalLong.empty(), issuedAt);
    }

    static PlatformState of(AttestationReport report) {
        return new PlatformState(
                standing(report.status()), report.statusText(), report.advisoryIds(), report.timestamp());
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

    static PlatformState of(TcbEvaluation tcb, Instant time) {
        Standing standing =
                switch (tcb.status()) {
                    case UP_TO_DATE -> Standing.CURRENT;
                    case SW_HARDENING_NEEDED, CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                        Standing.NEEDS_HARDENING;
                    case OUT_OF_DATE,
                            OUT_OF_DATE_CONFIGURATION_NEEDED,
                            TD_RELAUNCH_ADVISED,
                            TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> Standing.OUT_OF_DATE;
                    case REVOKED -> Standing.REJECTED;
                };
        String status =
                switch (tcb.status()) {
                    case UP_TO_DATE -> QuoteStatus.OK.name();
                    case OUT_OF_DATE -> QuoteStatus.GROUP_OUT_OF_DATE.name();
                    default -> tcb.status().name();
                };
        return new PlatformState(
                standing,
                status,
                tcb.advisories(),
                tcb.advisoriesKnown(),
                OptionalLong.of(tcb.tcbEvaluationDataNumber()),
                time);
    }
}
