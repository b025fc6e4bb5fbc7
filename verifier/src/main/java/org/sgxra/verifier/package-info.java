/**
 * Verifies what an enclave, or trust domain, proves: attestation reports of Intel's service for EPID, and DCAP quotes with the
 * collateral that Intel publishes, under trust anchors and policies that the caller gives. It does no input or output, starts no
 * thread, keeps no clock and writes no log.
 *
 * <p>A {@link org.sgxra.verifier.Verifier} holds anchors and policies, an {@link org.sgxra.verifier.Expectation} says what the
 * evidence must be about and what time it is, and the {@link org.sgxra.verifier.Verdict} lists each check
 * ({@link org.sgxra.verifier.check.CheckName}) with what it compared. That evidence is genuine, what is thought of its platform, and
 * that it is acceptable are three answers.
 */
package org.sgxra.verifier;
