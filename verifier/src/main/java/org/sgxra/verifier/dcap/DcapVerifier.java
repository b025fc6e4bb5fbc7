package org.sgxra.verifier.dcap;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;

/**
 * Verifies DCAP quotes: versions 3, 4 and 5, of enclaves and trust domains.
 *
 * <pre>{@code
 * DcapVerifier verifier = DcapVerifier.of(DcapRoot.intel());
 * DcapVerdict verdict = verifier.verify(quote, Collateral.ofJson(json), Instant.now());
 * }</pre>
 *
 * <p>With collateral that was {@linkplain #prepare prepared} and has its issuer chains, a quote costs three verifications of an
 * ECDSA signature. Immutable; many threads may use one.
 */
public final class DcapVerifier {
    /** Days of grace at most. */
    public static final Duration MAX_GRACE = Duration.ofDays(90);

    private static final Duration DEFAULT_CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Collateral NO_COLLATERAL = new Collateral(
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            Optional.empty(),
            Optional.empty());

    private final DcapRoot root;
    private final Duration clockSkew;
    private final Duration grace;
    private final EcdsaVerification ecdsa;
    private final PreparedCollateral noCollateral;

    private DcapVerifier(DcapRoot root, Duration clockSkew, Duration grace, EcdsaVerification ecdsa) {
        this.root = Objects.requireNonNull(root);
        this.clockSkew = clockSkew;
        this.grace = grace;
        this.ecdsa = ecdsa;
        this.noCollateral = new PreparedCollateral(NO_COLLATERAL, root.key(), ecdsa);
    }

    /** A verifier that trusts one root, with 5 minutes of clock skew and without days of grace. */
    public static DcapVerifier of(DcapRoot root) {
        return new DcapVerifier(root, DEFAULT_CLOCK_SKEW, Duration.ZERO, EcdsaVerification::byLibrary);
    }

    /**
     * The same with another tolerance of clocks: by so much may the first second of a validity lie ahead.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DcapVerifier withClockSkew(Duration skew) {
        if (skew.isNegative()) {
            throw new IllegalArgumentException("a clock skew is not negative");
        }
        return new DcapVerifier(root, skew, grace, ecdsa);
    }

    /**
     * The same with a tolerance of documents and revocation lists that have expired; certificates never get any.
     *
     * @throws IllegalArgumentException if it is negative or more than {@link #MAX_GRACE}
     */
    public DcapVerifier withGrace(Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("0 to 90 days of grace are possible");
        }
        return new DcapVerifier(root, clockSkew, duration, ecdsa);
    }

    /** The same with another way to verify signatures. */
    DcapVerifier withEcdsa(EcdsaVerification verification) {
        return new DcapVerifier(root, clockSkew, grace, verification);
    }

    /** Reads collateral and verifies its signatures, once for many quotes. What is wrong with it, each verdict will say. */
    public PreparedCollateral prepare(Collateral collateral) {
        return new PreparedCollateral(collateral, root.key(), ecdsa);
    }

    /** Judges a quote at a time with collateral that is used once. Any bytes have a verdict. */
    public DcapVerdict verify(ByteString quote, Collateral collateral, Instant time) {
        return verify(quote, prepare(collateral), time);
    }

    /** Judges a quote at a time. Any bytes have a verdict. */
    public DcapVerdict verify(ByteString quote, PreparedCollateral collateral, Instant time) {
        return new DcapVerification(this, collateral, time).verify(quote.toArray());
    }

    /**
     * What a quote is refused for before any collateral is asked for: it is malformed, or its certificates are no PCK chain under the
     * trusted root. Nothing is said of dates, revocation and the quote's own signature, which {@link #verify} judges.
     *
     * @return a verdict that ends with the check that failed; empty if the root vouches for the chain in the quote
     */
    public Optional<DcapVerdict> refuseWithoutCollateral(ByteString quote) {
        return new DcapVerification(this, noCollateral, Instant.MIN).refuseWithoutCollateral(quote.toArray());
    }

    DcapRoot root() {
        return root;
    }

    Duration clockSkew() {
        return clockSkew;
    }

    Duration grace() {
        return grace;
    }

    EcdsaVerification ecdsa() {
        return ecdsa;
    }
}
