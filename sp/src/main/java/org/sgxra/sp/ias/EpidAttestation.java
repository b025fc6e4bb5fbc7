package org.sgxra.sp.ias;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.InvalidReportException.Step;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.ServiceEvent.QuoteAccepted;
import org.sgxra.runtime.event.ServiceEvent.ReportReceived;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.ReportVerifier;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** One platform's EPID quote on its way to IAS and back (docs/spec/wire-hex.md, "SP on msg3"). */
final class EpidAttestation implements PlatformAttestation {
    private static final Set<CheckName> SUBJECT = EnumSet.of(CheckName.VERSION, CheckName.QUOTE_BODY, CheckName.NONCE);
    private static final Set<CheckName> FRESHNESS = EnumSet.of(CheckName.NOT_TOO_OLD, CheckName.NOT_IN_FUTURE);
    private static final String GENUINE = "signed by a certificate of the report signing CA";

    private final IasClient client;
    private final ReportVerifier verifier;
    private final EpidGroupId gid;
    private final ByteString spid;
    private final SignType signType;
    private final SessionListener listener;
    private final Expiry end;

    EpidAttestation(
            IasClient client,
            ReportVerifier verifier,
            EpidGroupId gid,
            ByteString spid,
            SignType signType,
            SessionListener listener,
            Expiry end) {
        this.client = client;
        this.verifier = verifier;
        this.gid = gid;
        this.spid = spid;
        this.signType = signType;
        this.listener = listener;
        this.end = end;
    }

    @Override
    public QuoteRequest request() throws UnreachableException, DisbelievedException {
        return new QuoteRequest(spid, signType.value(), client.sigRl(gid, listener, end));
    }

    @Override
    public Appraisal appraise(Evidence evidence, Criteria criteria)
            throws RefusedException, UnreachableException, DisbelievedException {
        if (!(evidence.quote() instanceof EpidQuote quote)) {
            throw new RefusedException("msg3: the quote is not an EPID quote, which was asked for");
        }
        checkQuote(quote.body());
        listener.on(new QuoteAccepted(quote));
        HttpAnswer answer = client.report(evidence, listener, end);
        try {
            SignedReport signed = SignedReport.fromAnswer(
                    answer.body(),
                    header(answer, "X-IASReport-Signature", Step.SIGNATURE, "signature"),
                    header(answer, "X-IASReport-Signing-Certificate", Step.CHAIN, "signing chain"),
                    client::signingChain);
            listener.on(new ReportReceived(signed));
            Verdict verdict = new Verifier(verifier, criteria.policy())
                    .verify(signed, expectation(quote, evidence.nonce(), criteria));
            AttestationReport report = believed(signed, verdict, answer);
            return new Appraisal(
                    verdict,
                    report.platformInfoBlob().map(blob -> ByteString.of(blob.encode())),
                    PlatformAdvice.of(report, answer.header("Advisory-IDs")));
        } catch (InvalidReportException e) {
            throw new DisbelievedException(e.getMessage() + IasClient.requestId(answer), e);
        }
    }

    private static String header(HttpAnswer answer, String name, Step step, String field)
            throws InvalidReportException {
        if (answer.contradictsItself(name)) {
            throw new InvalidReportException(step, field, "the header " + name + " came twice, with different values");
        }
        return answer.header(name).orElse(null);
    }

    private Expectation expectation(EpidQuote quote, Optional<String> nonce, Criteria criteria) {
        Expectation expected = Expectation.live(criteria.clock().instant(), criteria.maxAge(), criteria.maxFuture())
                .withVersion(client.version())
                .withQuote(quote)
                .withReportData(criteria.reportData());
        return nonce.isPresent() ? expected.withNonce(nonce.get()) : expected;
    }

    /** The content of a report that is genuine, fresh and about the quote. */
    private AttestationReport believed(SignedReport signed, Verdict verdict, HttpAnswer answer)
            throws DisbelievedException {
        Check refusal = verdict.refusal().orElse(null);
        if (verdict.report().isEmpty()) {
            listener.on(new CheckEvent("report-genuine", false, GENUINE, refusal.reason()));
            throw new DisbelievedException(refusal.reason() + IasClient.requestId(answer));
        }
        AttestationReport report = verdict.report().get();
        listener.on(new CheckEvent("report-genuine", true, GENUINE, GENUINE));
        listener.on(new ReportVerified(signed, report));
        CheckEvent.tell(verdict.checks(), SUBJECT::contains, listener);
        if (refusal == null || refusal.name().compareTo(CheckName.NONCE) > 0) {
            if (report.platformInfo() != null && report.platformInfoBlob().isEmpty()) {
                listener.on(new Notice(
                        "warning: the platform info blob is of an unknown form; msg4 will have zeros instead"));
            }
            CheckEvent.tell(verdict.checks(), FRESHNESS::contains, listener);
        }
        if (refusal != null && refusal.name() != CheckName.REPORT_DATA) {
            throw new DisbelievedException(
                    refusal.name() == CheckName.NOT_TOO_OLD
                            ? refusal.reason().replace(" here)", " here; --max-report-age)")
                            : refusal.reason());
        }
        return report;
    }

    private void checkQuote(EpidQuoteBody quote) throws RefusedException {
        if (!isEqual("quote-epid-group", gid, quote.gid())) {
            throw new RefusedException(
                    "msg3: the quote's EPID group id " + quote.gid() + " is not that of msg1, " + gid);
        }
        if (!isEqual("quote-spid", spid, quote.spid())) {
            throw new RefusedException("msg3: the quote is made for SPID " + quote.spid() + ", ours is " + spid
                    + ": give client and service provider the same SPID");
        }
        if (!isEqual("quote-sign-type", signType, quote.signType())) {
            throw new RefusedException("msg3: the quote is " + quote.signType() + ", asked for was " + signType);
        }
    }

    private boolean isEqual(String check, Object expected, Object actual) {
        CheckEvent event = CheckEvent.equal(check, expected, actual);
        listener.on(event);
        return event.passed();
    }
}
