/**
 * Verifies what an enclave proves: attestation reports of Intel's service for EPID, under trust anchors and policies that the
 * caller gives. It does no input or output, starts no thread, keeps no clock and writes no log.
 *
 * <p>A {@link org.sgxra.verifier.Verifier} holds anchors and policies, an {@link org.sgxra.verifier.Expectation} says what the
 * report must be about and what time it is, and the {@link org.sgxra.verifier.Verdict} lists each check
 * ({@link org.sgxra.verifier.CheckName}) with what it compared. That a report is genuine and that its enclave is acceptable
 * are two answers.
 */
package org.sgxra.verifier;
