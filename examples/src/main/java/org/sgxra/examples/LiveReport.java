package org.sgxra.examples;

import java.time.Duration;
import java.time.Instant;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.report.SignedReport;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;

/** The answer of the attestation service to a quote that was just sent, with a nonce, for a session with an enclave. */
public final class LiveReport {
    private LiveReport() {}

    /**
     * True if the enclave may be let in.
     *
     * @param answer what the service answered
     * @param quote what was sent
     * @param nonce what was sent with it
     * @param reportData what binds the enclave to the session, 64 bytes
     */
    public static boolean isTrusted(
            Verifier verifier, SignedReport answer, EpidQuote quote, String nonce, ByteString reportData, Instant now) {
        Expectation expected = Expectation.live(now, Duration.ofMinutes(5))
                .withQuote(quote)
                .withNonce(nonce)
                .withReportData(reportData);
        Verdict verdict = verifier.verify(answer, expected);
        verdict.refusal().ifPresent(check -> System.out.println(check.name() + ": " + check.reason()));
        return verdict.isAcceptable();
    }
}
