package org.sgxra.verifier;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/** The checks of one DCAP quote: those of its verification, its report data, and the policies'. For one thread, once. */
final class QuoteAppraisal {
    private final DcapVerifier quotes;
    private final AppraisalPolicy policy;
    private final Expectation expected;
    private final Instant time;
    private final List<Check> checks = new ArrayList<>();

    QuoteAppraisal(DcapVerifier quotes, AppraisalPolicy policy, Expectation expected) {
        this.quotes = quotes;
        this.policy = policy;
        this.expected = expected;
        this.time = expected.time()
                .orElseThrow(() -> new IllegalArgumentException("a DCAP quote is judged at a time: Expectation.at"));
    }

    Verdict verify(ByteString bytes, PreparedCollateral collateral) {
        DcapVerdict dcap = quotes.verify(bytes, collateral, time);
        boolean ended = addVerification(dcap);
        boolean ours = !ended && reportData(dcap.quote().orElseThrow());
        if (!ours || !dcap.verified()) {
            CheckName last = checks.get(checks.size() - 1).name();
            CheckName.OF_DCAP_QUOTE.stream()
                    .filter(name -> name.compareTo(last) > 0 && name != CheckName.TCB_EVALUATION_DATA_NUMBER)
                    .forEach(name -> checks.add(Check.notReached(name)));
            checks.add(evaluationNumber(dcap));
            return new Verdict(TrustStatus.NOT_TRUSTED, Optional.empty(), Optional.empty(), Optional.of(dcap), checks);
        }
        PlatformState platform = PlatformState.of(dcap.tcb().orElseThrow(), time);
        EcdsaQuote quote = dcap.quote().orElseThrow();
        checks.addAll(policy.checks(quote, platform));
        return new Verdict(
                policy.judge(quote, platform), Optional.of(platform), Optional.empty(), Optional.of(dcap), checks);
    }

    /** Adds the checks of the verification, also those that such a quote does not have; true if one of them ended it. */
    private boolean addVerification(DcapVerdict dcap) {
        Map<CheckName, Check> made = dcap.checks().stream().collect(Collectors.toMap(Check::name, Function.identity()));
        CheckName last = dcap.checks().get(dcap.checks().size() - 1).name();
        CheckName.OF_DCAP_QUOTE.stream()
                .filter(name -> name.compareTo(last) <= 0)
                .forEach(name -> checks.add(made.getOrDefault(name, Check.notAsked(name))));
        return made.get(last).failed();
    }

    /** Whether the collateral is of a set that is wanted is compared for refused quotes, too: the documents may be why they are refused. */
    private Check evaluationNumber(DcapVerdict dcap) {
        boolean signed =
                checks.stream().anyMatch(check -> check.name() == CheckName.QE_IDENTITY_SIGNATURE && check.passed());
        return signed && policy.platform().minimumTcbEvaluationDataNumber() > 0
                ? policy.platform()
                        .evaluationNumber(Math.min(
                                dcap.tcbInfo().orElseThrow().tcbEvaluationDataNumber(),
                                dcap.qeIdentity().orElseThrow().tcbEvaluationDataNumber()))
                : Check.notReached(CheckName.TCB_EVALUATION_DATA_NUMBER);
    }

    private boolean reportData(EcdsaQuote quote) {
        ByteString found = quote.isTrustDomain()
                ? quote.trustDomain().reportData()
                : quote.report().reportData();
        Check check = expected.reportData()
                .map(wanted -> Check.of(
                        CheckName.REPORT_DATA,
                        wanted.equals(found),
                        wanted,
                        found,
                        "the enclave's report data is not the expected one"))
                .orElseGet(() -> Check.notAsked(CheckName.REPORT_DATA));
        checks.add(check);
        return !check.failed();
    }
}
