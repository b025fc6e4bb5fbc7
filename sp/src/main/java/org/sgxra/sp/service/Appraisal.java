package org.sgxra.sp.service;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.verifier.Verdict;

/**
 * A service's judgement of evidence, which {@code org.sgxra.verifier} has verified.
 *
 * @param verdict genuine, unless the enclave's report data is not the session's
 * @param platformInfo what the platform's own software is to be told, 101 bytes
 * @param advice for people: what is the matter and what to do, a line each
 */
public record Appraisal(Verdict verdict, Optional<ByteString> platformInfo, List<String> advice) {
    public Appraisal {
        advice = List.copyOf(advice);
    }
}
