package org.sgxra.tool.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.tool.archive.StorageChange;
import org.sgxra.tool.archive.StoredReport;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.IntelReportSigner;
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
    private final ReportExpectation wanted;
    private final boolean repairs;

    /**
     * @param ca who may sign reports
     * @param repairs whether a report that storage changed is judged as it was before
     */
    ReportAppraisal(ReportSigningCa ca, ReportExpectation wanted, boolean repairs) {
        this.ca = ca;
        this.verifier = new Verifier(ca, null, wanted.policy());
        this.wanted = wanted;
        this.repairs = repairs;
    }

    /**
     * What was found.
     *
     * @param outcome genuine or not, acceptable or not
     * @param body the bytes that were judged
     * @param report its content; empty if it is not genuine
     * @param checks empty if it is not genuine
     * @param repaired what was undone before, in words
     */
    record Result(
            Outcome outcome,
            ByteString body,
            Optional<AttestationReport> report,
            List<Check> checks,
            List<String> repaired) {
        static Result notGenuine(String reason, ByteString body) {
            return new Result(Outcome.notGenuine(reason), body, Optional.empty(), List.of(), List.of());
        }
    }

    /** @throws NotDecodableException if a part of it is missing */
    Result appraise(StoredReport stored) throws NotDecodableException {
        ByteString signature = stored.signature()
                .orElseThrow(
                        () -> new NotDecodableException("the signature is missing; name its file with --signature"));
        SigningChain chain = stored.chain().isPresent() ? stored.chain().get() : usualChain();
        SignedReport signed = new SignedReport(stored.body(), signature, chain);
        Verdict verdict = archived(signed);
        Optional<Check> refusal = verdict.refusal();
        if (refusal.isEmpty()) {
            return judge(signed, verdict, List.of());
        }
        Optional<StorageChange> change =
                StorageChange.undo(stored.body(), body -> isGenuine(new SignedReport(body, signature, chain)));
        if (repairs && change.isPresent()) {
            SignedReport repaired = new SignedReport(change.get().body(), signature, chain);
            return judge(repaired, archived(repaired), change.get().changes());
        }
        return Result.notGenuine(
                refusal.get().reason() + explanation(stored.body(), change, refusal.get()), stored.body());
    }

    private SigningChain usualChain() throws NotDecodableException {
        if (!ca.isIntel()) {
            throw new NotDecodableException("the signing certificate is missing; name its file with --chain");
        }
        return IntelReportSigner.chain();
    }

    private Verdict archived(SignedReport signed) {
        return verifier.verify(signed, Expectation.archived());
    }

    private boolean isGenuine(SignedReport signed) {
        return archived(signed).refusal().isEmpty();
    }

    private static String explanation(ByteString body, Optional<StorageChange> change, Check refusal) {
        if (change.isPresent()) {
            return "; the text was altered in storage: "
                    + String.join("; ", change.get().changes())
                    + "; undoing that makes the signature good, and --repair judges it so";
        }
        boolean isOfText = refusal.name() == CheckName.SIGNATURE || refusal.name() == CheckName.TIME_STAMP;
        List<String> seen = isOfText ? StorageChange.seen(body) : List.of();
        return seen.isEmpty()
                ? ""
                : "; the text was altered in storage (" + String.join("; ", seen)
                        + "), but undoing that does not make the signature good";
    }

    private Result judge(SignedReport signed, Verdict verdict, List<String> repaired) {
        List<Check> checks = new ArrayList<>(verdict.checks());
        List<String> reasons = new ArrayList<>(policyReasons(verdict));
        reasons.addAll(expectationReasons(signed, checks));
        Outcome outcome = reasons.isEmpty()
                ? Outcome.acceptable(standing(verdict) + repairs(repaired))
                : Outcome.notAcceptable(String.join("; ", reasons) + repairs(repaired));
        return new Result(outcome, signed.body(), verdict.report(), checks, repaired);
    }

    private static String repairs(List<String> repaired) {
        return repaired.isEmpty() ? "" : "; undone before: " + String.join("; ", repaired);
    }

    private String standing(Verdict verdict) {
        String status = verdict.status();
        return "signed under " + (ca.isIntel() ? "Intel's CA" : "the given CA") + " on "
                + verdict.platform().orElseThrow().issuedAt() + ", status " + status
                + (status.equals("OK") ? "" : ", which is accepted on purpose");
    }

    private List<String> policyReasons(Verdict verdict) {
        return verdict.checks().stream()
                .filter(Check::failed)
                .map(check -> check.name() == CheckName.PLATFORM_STATUS
                        ? "the status is " + verdict.status()
                                + (wanted.namesStatuses()
                                        ? ", which the policy does not accept"
                                        : "; without a policy only OK is acceptable")
                        : check.reason())
                .toList();
    }

    /** What is genuine stays so when it gets old, or is about something else: that is looked at last, each for itself. */
    private List<String> expectationReasons(SignedReport signed, List<Check> checks) {
        List<String> reasons = new ArrayList<>();
        wanted.nonce()
                .map(Expectation.archived()::withNonce)
                .flatMap(expected -> failure(signed, expected, checks, CheckName.NONCE))
                .map(check -> "the nonce is " + check.actual() + ", expected was " + check.expected())
                .ifPresent(reasons::add);
        wanted.reportData()
                .map(Expectation.archived()::withReportData)
                .flatMap(expected -> failure(signed, expected, checks, CheckName.REPORT_DATA))
                .map(check -> "the report data is " + check.actual() + ", expected was " + check.expected())
                .ifPresent(reasons::add);
        wanted.maxAge().flatMap(limit -> stale(signed, limit, checks)).ifPresent(reasons::add);
        return reasons;
    }

    private Optional<Check> failure(SignedReport signed, Expectation expected, List<Check> checks, CheckName... names) {
        Verdict verdict = verifier.verify(signed, expected);
        for (CheckName name : names) {
            verdict.check(name).ifPresent(check -> checks.replaceAll(old -> old.name() == name ? check : old));
        }
        return verdict.refusal();
    }

    private Optional<String> stale(SignedReport signed, Duration limit, List<Check> checks) {
        return failure(
                        signed,
                        Expectation.live(wanted.now(), limit, AHEAD),
                        checks,
                        CheckName.NOT_TOO_OLD,
                        CheckName.NOT_IN_FUTURE)
                .map(refusal -> {
                    Instant timestamp = (Instant) refusal.actual();
                    return "the report is of " + timestamp
                            + (refusal.name() == CheckName.NOT_IN_FUTURE
                                    ? ", in the future"
                                    : ", "
                                            + Duration.between(timestamp, wanted.now())
                                                    .toSeconds() + " seconds old; acceptable are " + limit.toSeconds());
                });
    }
}
