package org.sgxra.verifier;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.report.SignedReport;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/**
 * Trust anchors and policies, ready to judge any amount of evidence: attestation reports of IAS, and DCAP quotes with collateral. One
 * policy, one {@link Expectation} and one {@link Verdict} serve both kinds. Immutable; safe for use by many threads.
 *
 * <pre>{@code
 * Verifier verifier = new Verifier(DcapVerifier.of(DcapRoot.intel()), policy);
 * PreparedCollateral collateral = verifier.dcap().prepare(fetched); // once for many quotes
 * Verdict verdict = verifier.verify(quote, collateral, Expectation.at(now).withReportData(reportData));
 * if (!verdict.isConclusive()) {
 *     // The collateral is at fault, not the attester: verdict.refusal() says which part.
 * }
 * answer(verdict.trust());
 * }</pre>
 */
public final class Verifier {
    private final ReportVerifier reports;
    private final DcapVerifier quotes;
    private final AppraisalPolicy policy;

    /** Intel's anchors, loaded when they are first needed. */
    private static final class Intel {
        static final ReportVerifier REPORTS = new ReportVerifier(ReportSigningCa.intel(), null);
        static final DcapVerifier QUOTES = DcapVerifier.of(DcapRoot.intel());
    }

    /**
     * @param ca who may sign reports; DCAP quotes are judged under Intel's root
     * @param platformInfoKey who signs platform info blobs of reports under a CA other than Intel's; null: those signatures
     *     are not checked. Under Intel's, Intel's key counts
     * @param policy what is acceptable
     */
    public Verifier(ReportSigningCa ca, P256PublicKey platformInfoKey, AppraisalPolicy policy) {
        this(new ReportVerifier(ca, platformInfoKey), policy);
    }

    /** The trust anchors of {@code reports} with a policy; DCAP quotes are judged under Intel's root. */
    public Verifier(ReportVerifier reports, AppraisalPolicy policy) {
        this(reports, Intel.QUOTES, policy);
    }

    /** The trusted root of {@code quotes}, its clock skew and days of grace, with a policy; reports are judged under Intel's CA. */
    public Verifier(DcapVerifier quotes, AppraisalPolicy policy) {
        this(Intel.REPORTS, quotes, policy);
    }

    /** Reports and quotes that Intel vouches for. */
    public Verifier(AppraisalPolicy policy) {
        this(Intel.REPORTS, Intel.QUOTES, policy);
    }

    /** Anchors for both kinds of evidence, and a policy. */
    public Verifier(ReportVerifier reports, DcapVerifier quotes, AppraisalPolicy policy) {
        this.reports = reports;
        this.quotes = quotes;
        this.policy = policy;
    }

    /** Makes the checks {@link CheckName#OF_REPORT} until one of the evidence fails. */
    public Verdict verify(SignedReport report, Expectation expected) {
        return new ReportChecks(reports, policy, expected).verify(report);
    }

    /**
     * Makes the checks {@link CheckName#OF_DCAP_QUOTE} until one of the evidence fails. Any bytes have a verdict.
     *
     * @param quote version 3, 4 or 5, at most 64 KiB
     * @param collateral prepared by {@link DcapVerifier#prepare}; what is wrong with it, the verdict says
     * @param expected the time it is, and report data; version, quote body and nonce are those of reports and not looked at here
     * @throws IllegalArgumentException if {@code expected} has no time
     */
    public Verdict verify(ByteString quote, PreparedCollateral collateral, Expectation expected) {
        return new QuoteAppraisal(quotes, policy, expected).verify(quote, collateral);
    }

    /** The same with collateral that is used once. */
    public Verdict verify(ByteString quote, Collateral collateral, Expectation expected) {
        return verify(quote, quotes.prepare(collateral), expected);
    }

    /** What judges quotes before the policies do; it prepares collateral, too. */
    public DcapVerifier dcap() {
        return quotes;
    }
}
