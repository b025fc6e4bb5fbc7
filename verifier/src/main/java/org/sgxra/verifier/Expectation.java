package org.sgxra.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;

/**
 * What evidence must be about, and when it is verified. What is absent is not asked for. A DCAP quote has report data only, and needs
 * a time.
 *
 * @param freshness the time it is and how old a report may be; absent for reports from an archive
 * @param version of the API that made the report
 * @param quoteBody the first 432 bytes of the quote that the report must be about
 * @param nonce that was sent to the service with the quote
 * @param reportData the 64 bytes that the enclave, or trust domain, put into its own report
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
    private static final Duration ANY_AGE = Duration.ofDays(1_000_000);

    /** A report from an archive: of any age, about anything. */
    public static Expectation archived() {
        return new Expectation(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Evidence of any age, as it is judged at a time: a DCAP quote with collateral that is valid then, a report that was made before
     * it, or a minute later.
     */
    public static Expectation at(Instant time) {
        return live(time, ANY_AGE);
    }

    /** A report that was just made; its maker's clock may be a minute ahead. Of a DCAP quote only {@code now} counts. */
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

    /** The time that the evidence is judged at. */
    public Optional<Instant> time() {
        return freshness.map(Freshness::now);
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
