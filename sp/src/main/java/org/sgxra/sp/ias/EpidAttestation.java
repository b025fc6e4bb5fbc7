package org.sgxra.sp.ias;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportVerifier;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.ServiceEvent.QuoteAccepted;
import org.sgxra.runtime.event.ServiceEvent.ReportReceived;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Appraisal.Standing;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.UnreachableException;

/** One platform's EPID quote on its way to IAS and back (docs/spec/wire-hex.md, "SP on msg3"). */
final class EpidAttestation implements PlatformAttestation {
    private static final String GENUINE = "signed by a certificate of the report signing CA";

    private final IasClient client;
    private final ReportVerifier verifier;
    private final EpidGroupId gid;
    private final ByteString spid;
    private final SignType signType;
    private final SessionListener listener;

    EpidAttestation(
            IasClient client,
            ReportVerifier verifier,
            EpidGroupId gid,
            ByteString spid,
            SignType signType,
            SessionListener listener) {
        this.client = client;
        this.verifier = verifier;
        this.gid = gid;
        this.spid = spid;
        this.signType = signType;
        this.listener = listener;
    }

    @Override
    public QuoteRequest request() throws UnreachableException, DisbelievedException {
        return new QuoteRequest(spid, signType.value(), client.sigRl(gid, listener));
    }

    @Override
    public Appraisal appraise(Evidence evidence) throws RefusedException, UnreachableException, DisbelievedException {
        if (!(evidence.quote() instanceof EpidQuote quote)) {
            throw new RefusedException("msg3: the quote is not an EPID quote, which was asked for");
        }
        checkQuote(quote.body());
        listener.on(new QuoteAccepted(quote));
        HttpAnswer answer = client.report(evidence, listener);
        try {
            SignedReport signed = SignedReport.fromAnswer(
                    answer.body(),
                    answer.header("X-IASReport-Signature").orElse(null),
                    answer.header("X-IASReport-Signing-Certificate").orElse(null));
            listener.on(new ReportReceived(signed));
            AttestationReport report = verify(signed);
            listener.on(new ReportVerified(signed, report));
            checkSubject(report, quote.body(), evidence.nonce());
            if (report.platformInfo() != null && report.platformInfoBlob().isEmpty()) {
                listener.on(new Notice(
                        "warning: the platform info blob is of an unknown form; msg4 will have zeros instead"));
            }
            return appraisal(report, answer.header("Advisory-IDs"));
        } catch (InvalidReportException e) {
            throw new DisbelievedException(e.getMessage() + IasClient.requestId(answer), e);
        }
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

    private AttestationReport verify(SignedReport signed) throws InvalidReportException {
        AttestationReport report;
        try {
            report = verifier.verify(signed);
        } catch (InvalidReportException e) {
            listener.on(new CheckEvent("report-genuine", false, GENUINE, e.getMessage()));
            throw e;
        }
        listener.on(new CheckEvent("report-genuine", true, GENUINE, GENUINE));
        return report;
    }

    /** A genuine report may still be about something else. */
    private void checkSubject(AttestationReport report, EpidQuoteBody quote, Optional<String> nonce)
            throws DisbelievedException {
        if (!isEqual("report-version", client.version(), report.version())) {
            throw new DisbelievedException("attestation report refused: version: it is of API version "
                    + report.version() + ", asked was version " + client.version());
        }
        if (!isEqual("report-quote-body", ByteString.of(quote.encode()), report.quoteBody())) {
            throw new DisbelievedException(
                    "attestation report refused: isvEnclaveQuoteBody: it is about another quote");
        }
        if (nonce.isPresent() && !isEqual("report-nonce", nonce.get(), report.nonce())) {
            throw new DisbelievedException("attestation report refused: nonce: it is "
                    + (report.nonce() == null ? "missing" : report.nonce()) + ", sent was " + nonce.get());
        }
    }

    private boolean isEqual(String check, Object expected, Object actual) {
        CheckEvent event = CheckEvent.equal(check, expected, actual);
        listener.on(event);
        return event.passed();
    }

    private static Appraisal appraisal(AttestationReport report, Optional<String> unsignedAdvisories) {
        return new Appraisal(
                standing(report.status()),
                report.status().name(),
                report.advisoryIds(),
                report.timestamp(),
                report.platformInfoBlob().map(blob -> ByteString.of(blob.encode())),
                PlatformAdvice.of(report, unsignedAdvisories));
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
