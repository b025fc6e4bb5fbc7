package org.sgxra.sp.pcs;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.ServiceEvent.QuoteAccepted;
import org.sgxra.runtime.event.ServiceEvent.QuoteVerified;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;
import org.sgxra.verifier.dcap.TcbEvaluation;

/** One platform's DCAP quote and its collateral (docs/spec/dcap.md section 6.2). */
final class DcapAttestation implements PlatformAttestation {
    private static final int VERSION = 3;
    private static final int SPID_SIZE = 16;

    private final DcapService service;
    private final DcapVerifier verifier;
    private final SessionListener listener;
    private final Expiry end;

    DcapAttestation(DcapService service, DcapVerifier verifier, SessionListener listener, Expiry end) {
        this.service = service;
        this.verifier = verifier;
        this.listener = listener;
        this.end = end;
    }

    /** Nothing: such a quote knows neither SPID nor linkability, and its revocation lists are not the platform's affair. */
    @Override
    public QuoteRequest request() {
        return new QuoteRequest(ByteString.zeros(SPID_SIZE), 0, ByteString.EMPTY);
    }

    @Override
    public Appraisal appraise(Evidence evidence, Criteria criteria)
            throws RefusedException, UnreachableException, DisbelievedException {
        EcdsaQuote quote = requireKind(evidence);
        listener.on(new QuoteAccepted(quote));
        Verdict verdict = judge(quote, criteria);
        CheckEvent.tell(verdict.checks(), name -> name.decidesGenuine() && name != CheckName.REPORT_DATA, listener);
        if (!verdict.isConclusive()) {
            verdict.check(CheckName.TCB_EVALUATION_DATA_NUMBER)
                    .filter(Check::failed)
                    .flatMap(CheckEvent::of)
                    .ifPresent(listener::on);
            throw new DisbelievedException("collateral refused: " + cause(verdict));
        }
        verdict.warnings().forEach(warning -> listener.on(new Notice("warning: collateral: " + warning)));
        if (!verdict.isGenuine()) {
            listener.on(new Notice("the quote is refused: " + verdict.status() + ": " + cause(verdict)));
        }
        Optional<TcbSummary> tcb =
                verdict.isGenuine() ? verdict.dcap().flatMap(DcapAttestation::summary) : Optional.empty();
        tcb.ifPresent(summary -> listener.on(new QuoteVerified(summary)));
        return new Appraisal(
                verdict, Optional.empty(), verdict.dcap().map(TcbAdvice::of).orElse(List.of()), tcb);
    }

    /** Msg1 announced a DCAP quote, of the version that quoting enclaves make for enclaves. */
    private EcdsaQuote requireKind(Evidence evidence) throws RefusedException {
        if (!(evidence.quote() instanceof EcdsaQuote quote)) {
            listener.on(new CheckEvent("quote-kind", false, "DCAP", "EPID"));
            throw new RefusedException(
                    "msg3: the quote is an EPID quote, but group id 0 in msg1 announced a DCAP (ECDSA) quote; simulation SDKs "
                            + "up to 2.27 make such, which nobody can verify");
        }
        boolean known = quote.version() == VERSION;
        listener.on(
                new CheckEvent("quote-kind", known, "DCAP, version " + VERSION, "DCAP, version " + quote.version()));
        if (!known) {
            throw new RefusedException("msg3: the quote is of version " + quote.version()
                    + "; enclaves' quotes in a session " + "have version " + VERSION);
        }
        return quote;
    }

    private Verdict judge(EcdsaQuote quote, Criteria criteria) throws UnreachableException, DisbelievedException {
        PlatformKind platform;
        try {
            platform = PlatformKind.of(quote);
        } catch (UndeterminedPlatformException e) {
            return refusal(e);
        }
        ByteString bytes = ByteString.of(quote.encode());
        // Whoever is not certified under the trusted root must not make us ask for anything.
        // Where nothing is asked, the verdict will say it.
        Optional<DcapVerdict> foreign =
                service.source().isAtHand(platform) ? Optional.empty() : verifier.refuseWithoutCollateral(bytes);
        if (foreign.isPresent()) {
            return refusal(foreign.get());
        }
        PreparedCollateral collateral =
                service.prepare(platform, service.source().collateral(platform, listener, end));
        return new Verifier(verifier, criteria.policy())
                .verify(
                        bytes,
                        collateral,
                        Expectation.at(criteria.clock().instant()).withReportData(criteria.reportData()));
    }

    /** The verdict on a quote that no collateral can be chosen for. */
    private static Verdict refusal(UndeterminedPlatformException unknown) {
        Check check =
                Check.of(unknown.check(), false, "a PCK certificate chain of a platform", "none", unknown.getMessage());
        DcapVerdict verdict = new DcapVerdict(
                Optional.of(unknown.refusal()),
                unknown.getMessage(),
                List.of(check),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        return refusal(verdict);
    }

    private static Verdict refusal(DcapVerdict verdict) {
        return new Verdict(
                TrustStatus.NOT_TRUSTED, Optional.empty(), Optional.empty(), Optional.of(verdict), verdict.checks());
    }

    private static String cause(Verdict verdict) {
        return verdict.refusal()
                .or(() -> verdict.check(CheckName.TCB_EVALUATION_DATA_NUMBER))
                .map(Check::reason)
                .orElse("");
    }

    private static Optional<TcbSummary> summary(DcapVerdict verdict) {
        TcbEvaluation tcb = verdict.tcb().orElseThrow();
        return Optional.of(new TcbSummary(
                tcb.status(),
                tcb.qe().status(),
                tcb.advisoriesKnown() ? Optional.of(tcb.advisories()) : Optional.empty(),
                tcb.tcbDate(),
                tcb.tcbEvaluationDataNumber(),
                verdict.tcbInfo().orElseThrow().fmspc(),
                verdict.validTo().orElseThrow()));
    }
}
