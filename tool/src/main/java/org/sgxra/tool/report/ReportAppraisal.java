package org.sgxra.tool.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SignedReport;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** Judges stored reports: genuine first, then acceptable. */
final class ReportAppraisal {
    /** Clocks of others may be ahead by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final ReportSigningCa ca;
    private final Verifier verifier;
    private final Optional<Duration> maxAge;
    private final Instant now;

    /**
     * @param ca who may sign reports
     * @param maxAge how old an acceptable report may be; empty for any age
     * @param now the time that its age is counted to
     */
    ReportAppraisal(ReportSigningCa ca, Optional<Duration> maxAge, Instant now) {
        this.ca = ca;
        this.verifier = new Verifier(ca, null, AppraisalPolicy.STATUS_OK);
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
            return appraise(
                    chain.toUpperCase(Locale.ROOT).contains("%0A")
                            ? SignedReport.fromAnswer(body.toArray(), signature.strip(), chain.strip())
                            : SignedReport.fromArchive(body.toArray(), signature, chain));
        } catch (InvalidReportException e) {
            return new Result(Outcome.notGenuine(e.getMessage()), Optional.empty());
        }
    }

    /** What is genuine stays so when it gets old: its age is looked at last. */
    private Result appraise(SignedReport signed) {
        Verdict verdict = verifier.verify(signed, Expectation.archived());
        Outcome outcome = verdict.refusal()
                .map(ReportAppraisal::refused)
                .or(() -> verdict.isAcceptable() ? stale(signed) : Optional.of(notAcceptable(verdict)))
                .orElseGet(() -> acceptable(verdict));
        return new Result(outcome, verdict.isGenuine() ? verdict.report() : Optional.empty());
    }

    /** The signature was found good before the content was read. */
    private static Outcome refused(Check refusal) {
        boolean isOfUnknownStatus =
                refusal.name() == CheckName.CONTENT && refusal.actual().equals("isvEnclaveQuoteStatus");
        return isOfUnknownStatus ? Outcome.notAcceptable(refusal.reason()) : Outcome.notGenuine(refusal.reason());
    }

    private static Outcome notAcceptable(Verdict verdict) {
        return Outcome.notAcceptable("the status is "
                + verdict.platform().orElseThrow().status() + "; without a policy only OK is acceptable");
    }

    private Outcome acceptable(Verdict verdict) {
        return Outcome.acceptable("signed under " + (ca.isIntel() ? "Intel's CA" : "the given CA") + " on "
                + verdict.platform().orElseThrow().issuedAt() + ", status OK");
    }

    private Optional<Outcome> stale(SignedReport signed) {
        return maxAge.flatMap(limit -> {
            Verdict verdict = verifier.verify(signed, Expectation.live(now, limit, AHEAD));
            return verdict.refusal().map(check -> stale(check, verdict.report().orElseThrow(), limit));
        });
    }

    private Outcome stale(Check refusal, AttestationReport report, Duration limit) {
        Instant timestamp = report.timestamp();
        return Outcome.notAcceptable("the report is of " + timestamp
                + (refusal.name() == CheckName.NOT_IN_FUTURE
                        ? ", in the future"
                        : ", " + Duration.between(timestamp, now).toSeconds() + " seconds old; acceptable are "
                                + limit.toSeconds()));
    }
}
