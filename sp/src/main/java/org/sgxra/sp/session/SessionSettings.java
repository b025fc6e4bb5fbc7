package org.sgxra.sp.session;

import java.time.Duration;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/**
 * What all sessions of a service provider have in common.
 *
 * @param maxReportAge how old the service's judgement may be
 * @param enclavePolicy which enclaves may attest
 * @param platformPolicy how far platforms are trusted
 */
public record SessionSettings(Duration maxReportAge, EnclavePolicy enclavePolicy, PlatformPolicy platformPolicy) {}
