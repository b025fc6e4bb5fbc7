package org.sgxra.verifier;

import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.report.SignedReport;

/** Trust anchors and policies, ready to verify any number of reports. Safe for use by many threads. */
public final class Verifier {
    private final ReportVerifier reports;
    private final AppraisalPolicy policy;

    /**
     * @param ca who may sign reports
     * @param platformInfoKey who signs platform info blobs of reports under a CA other than Intel's; null: those signatures
     *     are not checked. Under Intel's, Intel's key counts
     * @param policy what is acceptable
     */
    public Verifier(ReportSigningCa ca, P256PublicKey platformInfoKey, AppraisalPolicy policy) {
        this(new ReportVerifier(ca, platformInfoKey), policy);
    }

    /** The trust anchors of {@code reports} with a policy. */
    public Verifier(ReportVerifier reports, AppraisalPolicy policy) {
        this.reports = reports;
        this.policy = policy;
    }

    /** Reports that Intel signed. */
    public Verifier(AppraisalPolicy policy) {
        this(ReportSigningCa.intel(), null, policy);
    }

    /** Makes the checks of {@link CheckName} until one of the evidence fails. */
    public Verdict verify(SignedReport report, Expectation expected) {
        return new ReportChecks(reports, policy, expected).verify(report);
    }
}
