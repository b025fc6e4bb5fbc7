package org.sgxra.platform;

/** What a platform does wrong when it signs, for tests of verifiers; the setting {@code misbehave}. */
enum SignerFault {
    /** {@code no}: nothing, as every real quoting enclave. */
    NONE,
    /** {@code yes}: signs although a revocation list names it. */
    SIGNS_WHEN_REVOKED,
    /** {@code forge}: signs with a private key that no issuer has certified. */
    FORGES
}
