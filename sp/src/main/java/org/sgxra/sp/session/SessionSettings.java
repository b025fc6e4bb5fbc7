package org.sgxra.sp.session;

import java.time.Duration;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.SignType;
import org.sgxra.sp.policy.EnclavePolicy;
import org.sgxra.sp.policy.TrustPolicy;

/**
 * What all sessions of a service provider have in common.
 *
 * @param spid service provider id, 16 bytes
 * @param signType which kind of quote is asked for
 * @param maxReportAge how old the service's judgement may be
 * @param enclavePolicy which enclaves may attest
 * @param trustPolicy how far platforms are trusted
 */
public record SessionSettings(
        ByteString spid,
        SignType signType,
        Duration maxReportAge,
        EnclavePolicy enclavePolicy,
        TrustPolicy trustPolicy) {}
