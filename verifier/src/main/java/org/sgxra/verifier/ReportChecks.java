package org.sgxra.verifier;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.UnverifiedBody;
import org.sgxra.verifier.Expectation.Freshness;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** The checks of one attestation report, numbered as in {@link CheckName}. For one thread, once. */
final class ReportChecks {
    private final ReportVerifier reports;
    private final AppraisalPolicy policy;
    private final Expectation expected;
    private final List<Check> checks = new ArrayList<>();
    private SignedReport signed;
    private UnverifiedBody body;
    private ReportVerifier.ValidatedChain chain;
    private AttestationReport content;
    /** The content once its signer is trusted. */
    private AttestationReport report;

    private ReportBody enclave;

    ReportChecks(ReportVerifier reports, AppraisalPolicy policy, Expectation expected) {
        this.reports = reports;
        this.policy = policy;
        this.expected = expected;
    }

    Verdict verify(SignedReport given) {
        signed = given;
        boolean genuine = timeStamp() // 1
                && signingChain() // 2
                && signature() // 3
                && content() // 4
                && platformInfo() // 5
                && version() // 6
                && quoteBody() // 7
                && nonce() // 8
                && notTooOld() // 9
                && notInFuture() // 10
                && reportData(); // 11
        if (!genuine) {
            CheckName last = checks.get(checks.size() - 1).name();
            CheckName.OF_REPORT.stream()
                    .filter(name -> name.compareTo(last) > 0)
                    .forEach(name -> checks.add(Check.notReached(name)));
            return new Verdict(TrustStatus.NOT_TRUSTED, Optional.empty(), Optional.ofNullable(report), checks);
        }
        PlatformState platform = PlatformState.of(report);
        checks.addAll(policy.checks(enclave, platform)); // 12 to 18
        return new Verdict(policy.judge(enclave, platform), Optional.of(platform), Optional.of(report), checks);
    }

    private boolean timeStamp() {
        return step(CheckName.TIME_STAMP, "a time", () -> {
            body = reports.read(signed);
            return body.timestamp();
        });
    }

    private boolean signingChain() {
        return step(CheckName.SIGNING_CHAIN, "valid under the trusted CA then", () -> {
            chain = reports.signingChain(signed, body.timestamp());
            return chain.chain().leaf().getSubjectX500Principal();
        });
    }

    private boolean signature() {
        return step(CheckName.SIGNATURE, "by that certificate over this body", () -> {
            reports.signature(signed);
            return signed.signature();
        });
    }

    private boolean content() {
        return step(CheckName.CONTENT, "an attestation report", () -> {
            content = body.content();
            return content.statusText();
        });
    }

    private boolean platformInfo() {
        boolean passed =
                step(CheckName.PLATFORM_INFO, "signed by the key for it, if there is one", () -> reports.platformInfo(
                                content, chain)
                        .map(P256PublicKey::toString)
                        .orElse("none"));
        if (passed) {
            report = content;
        }
        return passed;
    }

    /** A step of the report's own verification, which gives what it found. */
    @FunctionalInterface
    private interface Step {
        Object check() throws InvalidReportException;
    }

    private boolean step(CheckName name, String wanted, Step step) {
        try {
            return add(name, true, wanted, step.check(), "");
        } catch (InvalidReportException e) {
            return add(name, false, wanted, e.field(), e.getMessage());
        }
    }

    private boolean version() {
        if (expected.version().isEmpty()) {
            return notAsked(CheckName.VERSION);
        }
        return add(
                CheckName.VERSION,
                expected.version().get().equals(report.version()),
                expected.version().get(),
                report.version() == null ? "none" : report.version(),
                "attestation report refused: version: "
                        + (report.version() == null ? "it is missing" : "it is of API version " + report.version())
                        + ", asked was version " + expected.version().get());
    }

    private boolean quoteBody() {
        if (expected.quoteBody().isPresent()
                && !add(
                        CheckName.QUOTE_BODY,
                        expected.quoteBody().get().equals(report.quoteBody()),
                        expected.quoteBody().get(),
                        report.quoteBody(),
                        "attestation report refused: isvEnclaveQuoteBody: it is about another quote")) {
            return false;
        }
        try {
            enclave = EpidQuoteBody.parse(report.quoteBody().toArray()).report();
        } catch (MalformedMessageException e) {
            checks.removeIf(check -> check.name() == CheckName.QUOTE_BODY);
            return add(
                    CheckName.QUOTE_BODY,
                    false,
                    "an EPID quote's body",
                    report.quoteBody(),
                    "attestation report refused: isvEnclaveQuoteBody: " + e.getMessage());
        }
        return expected.quoteBody().isPresent() || notAsked(CheckName.QUOTE_BODY);
    }

    private boolean nonce() {
        return expected.nonce().isEmpty()
                ? notAsked(CheckName.NONCE)
                : add(
                        CheckName.NONCE,
                        expected.nonce().get().equals(report.nonce()),
                        expected.nonce().get(),
                        report.nonce(),
                        "attestation report refused: nonce: it is "
                                + (report.nonce() == null ? "missing" : report.nonce()) + ", sent was "
                                + expected.nonce().get());
    }

    private boolean notTooOld() {
        if (expected.freshness().isEmpty()) {
            return notAsked(CheckName.NOT_TOO_OLD);
        }
        Freshness freshness = expected.freshness().get();
        Instant oldest = freshness.now().minus(freshness.maxAge());
        boolean passed = !report.timestamp().isBefore(oldest);
        return add(
                CheckName.NOT_TOO_OLD,
                passed,
                oldest,
                report.timestamp(),
                passed
                        ? ""
                        : "attestation report: its time stamp " + report.timestamp() + " is older than "
                                + freshness.maxAge().toSeconds() + " s (it is " + freshness.now() + " here)");
    }

    private boolean notInFuture() {
        if (expected.freshness().isEmpty()) {
            return notAsked(CheckName.NOT_IN_FUTURE);
        }
        Freshness freshness = expected.freshness().get();
        Instant latest = freshness.now().plus(freshness.maxAhead());
        boolean passed = !report.timestamp().isAfter(latest);
        return add(
                CheckName.NOT_IN_FUTURE,
                passed,
                latest,
                report.timestamp(),
                passed
                        ? ""
                        : "attestation report: its time stamp " + report.timestamp() + " lies in the future (it is "
                                + freshness.now() + " here: is the clock right?)");
    }

    private boolean reportData() {
        ByteString found = enclave.reportData();
        return expected.reportData().isEmpty()
                ? notAsked(CheckName.REPORT_DATA)
                : add(
                        CheckName.REPORT_DATA,
                        expected.reportData().get().equals(found),
                        expected.reportData().get(),
                        found,
                        "the enclave's report data is not the expected one");
    }

    private boolean notAsked(CheckName name) {
        checks.add(Check.notAsked(name));
        return true;
    }

    private boolean add(CheckName name, boolean passed, Object wanted, Object found, String reason) {
        checks.add(Check.of(name, passed, wanted, found, reason));
        return passed;
    }
}
