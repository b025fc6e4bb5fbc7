package org.sgxra.sp.service;

import java.time.Clock;
import java.time.Duration;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.verifier.AppraisalPolicy;

/**
 * By what a session wants its evidence judged.
 *
 * @param policy which enclaves and platforms are acceptable
 * @param maxAge how old the judgement may be
 * @param maxFuture how far ahead of the clock it may have been made
 * @param clock tells the time at which it came
 * @param reportData what binds the enclave's report to the session, 64 bytes
 */
public record Criteria(
        AppraisalPolicy policy, Duration maxAge, Duration maxFuture, Clock clock, ByteString reportData) {}
