package org.sgxra.tool.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.SignedReport;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** Judges stored reports: genuine first, then acceptable. */
final class ReportAppraisal {
    /** Clocks of others may be ahead by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final ReportSigningCa ca;
    private final Optional<Duration> maxAge;
    private final Instant now;

    /**
     * @param ca who may sign reports
     * @param maxAge how old an acceptable report may be; empty for any age
     * @param now the time that its age is counted to
     */
    ReportAppraisal(ReportSigningCa ca, Optional<Duration> maxAge, Instant now) {
        this.ca = ca;
        this.maxAge = maxAge;
        this.now = now;
    }

    /**
     * What was found.
     *
     * @param outcome genuine or not, acceptable or not
     * @param report its content; empty if it is not genuine, or has a status that is not known
     */
    record Result(Outcome outcome, Optional<AttestationReport> report) {}

    /**
     * Judges a report.
     *
     * @param body the exact bytes
     * @param signature base64, as in the header or with white space around it
     * @param chain PEM, or percent-encoded as in the header
     */
    Result appraise(ByteString body, String signature, String chain) {
        try {
            SignedReport signed = chain.toUpperCase(Locale.ROOT).contains("%0A")
                    ? SignedReport.fromAnswer(body.toArray(), signature.strip(), chain.strip())
                    : SignedReport.fromArchive(body.toArray(), signature, chain);
            AttestationReport report = new ReportVerifier(ca, null).verify(signed);
            return new Result(acceptable(report), Optional.of(report));
        } catch (InvalidReportException e) {
            return new Result(
                    isOfUnknownStatus(e) ? Outcome.notAcceptable(e.getMessage()) : Outcome.notGenuine(e.getMessage()),
                    Optional.empty());
        }
    }

    /** The signature was found good before the content was read. */
    private static boolean isOfUnknownStatus(InvalidReportException e) {
        return e.step() == InvalidReportException.Step.CONTENT && e.field().equals("isvEnclaveQuoteStatus");
    }

    private Outcome acceptable(AttestationReport report) {
        Optional<String> stale = maxAge.flatMap(limit -> stale(report.timestamp(), limit));
        if (report.status() != QuoteStatus.OK) {
            return Outcome.notAcceptable(
                    "the status is " + report.status() + "; without a policy only OK is acceptable");
        }
        return stale.map(Outcome::notAcceptable)
                .orElseGet(() -> Outcome.acceptable("signed under " + (ca.isIntel() ? "Intel's CA" : "the given CA")
                        + " on " + report.timestamp() + ", status OK"));
    }

    private Optional<String> stale(Instant timestamp, Duration limit) {
        Duration age = Duration.between(timestamp, now);
        if (age.compareTo(AHEAD.negated()) < 0) {
            return Optional.of("the report is of " + timestamp + ", in the future");
        }
        return age.compareTo(limit) > 0
                ? Optional.of("the report is of " + timestamp + ", " + age.toSeconds() + " seconds old; acceptable are "
                        + limit.toSeconds())
                : Optional.empty();
    }
}
