package org.sgxra.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;

/**
 * What a report must be about, and when it is verified. What is absent is not asked for.
 *
 * @param freshness the time it is and how old the report may be; absent for reports from an archive
 * @param version of the API that made the report
 * @param quoteBody the first 432 bytes of the quote that was sent
 * @param nonce that was sent with the quote
 * @param reportData the enclave's own 64 bytes
 */
public record Expectation(
        Optional<Freshness> freshness,
        Optional<Integer> version,
        Optional<ByteString> quoteBody,
        Optional<String> nonce,
        Optional<ByteString> reportData) {
    /**
     * How new a report must be.
     *
     * @param now the time it is
     * @param maxAge how long ago the report may have been made
     * @param maxAhead how far the service's clock may be ahead of the caller's
     */
    public record Freshness(Instant now, Duration maxAge, Duration maxAhead) {}

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** A report from an archive: of any age, about anything. */
    public static Expectation archived() {
        return new Expectation(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A report that was just made; its maker's clock may be a minute ahead. */
    public static Expectation live(Instant now, Duration maxAge) {
        return live(now, maxAge, CLOCK_SKEW);
    }

    /** A report that was just made; its maker's clock may be {@code maxAhead} ahead. */
    public static Expectation live(Instant now, Duration maxAge, Duration maxAhead) {
        return new Expectation(
                Optional.of(new Freshness(now, maxAge, maxAhead)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, and the report is of version {@code wanted} of the API. */
    public Expectation withVersion(int wanted) {
        return new Expectation(freshness, Optional.of(wanted), quoteBody, nonce, reportData);
    }

    /** The same, and the report is about {@code sent}. */
    public Expectation withQuote(EpidQuote sent) {
        ByteString body = ByteString.of(sent.body().encode());
        return new Expectation(freshness, version, Optional.of(body), nonce, reportData);
    }

    /** The same, and the report repeats {@code sent}. */
    public Expectation withNonce(String sent) {
        return new Expectation(freshness, version, quoteBody, Optional.of(sent), reportData);
    }

    /** The same, and the enclave put these 64 bytes into its own report. */
    public Expectation withReportData(ByteString wanted) {
        return new Expectation(freshness, version, quoteBody, nonce, Optional.of(wanted));
    }
}
