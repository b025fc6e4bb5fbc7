package org.sgxra.sp.session;

import java.time.Duration;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/**
 * What all sessions of a service provider have in common.
 *
 * @param maxReportAge how old the service's judgement may be
 * @param maxFuture how far the service's clock may be ahead
 * @param enclavePolicy which enclaves may attest
 * @param platformPolicy how far platforms are trusted
 */
public record SessionSettings(
        Duration maxReportAge, Duration maxFuture, EnclavePolicy enclavePolicy, PlatformPolicy platformPolicy) {
    /** How far the service's clock may be ahead unless told otherwise. */
    public static final Duration MAX_FUTURE = Duration.ofSeconds(60);

    /** With a service whose clock may be {@link #MAX_FUTURE} ahead. */
    public SessionSettings(Duration maxReportAge, EnclavePolicy enclavePolicy, PlatformPolicy platformPolicy) {
        this(maxReportAge, MAX_FUTURE, enclavePolicy, platformPolicy);
    }
}
