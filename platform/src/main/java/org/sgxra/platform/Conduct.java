package org.sgxra.platform;

/** Whether a platform plays by the rules; the setting {@code misbehave}. */
enum Conduct {
    /** {@code no}: as every real quoting enclave. */
    HONEST,
    /** {@code yes}: signs although a revocation list names it. */
    SIGNS_WHEN_REVOKED,
    /** {@code forge}: signs with a private key that no issuer has certified. */
    FORGES
}
