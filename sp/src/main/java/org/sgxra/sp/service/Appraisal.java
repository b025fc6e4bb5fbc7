package org.sgxra.sp.service;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.verifier.Verdict;

/**
 * A service's judgement of evidence, which {@code org.sgxra.verifier} has verified.
 *
 * @param verdict {@linkplain Verdict#isConclusive conclusive}: what should vouch for the evidence is no reason to refuse it
 * @param platformInfo what the platform's own software is to be told, 101 bytes
 * @param advice for people: what is the matter and what to do, a line each
 * @param tcb what a trusted enclave is told of its platform; of kinds of evidence that say it
 */
public record Appraisal(
        Verdict verdict, Optional<ByteString> platformInfo, List<String> advice, Optional<TcbSummary> tcb) {
    public Appraisal {
        advice = List.copyOf(advice);
    }

    /** A judgement that says nothing of the platform's TCB. */
    public Appraisal(Verdict verdict, Optional<ByteString> platformInfo, List<String> advice) {
        this(verdict, platformInfo, advice, Optional.empty());
    }
}
