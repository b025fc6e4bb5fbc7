package org.sgxra.runtime.transcript;

/** How much people want to read. */
public enum Level {
    /** Status lines and messages. */
    NORMAL,
    /** {@code -v}: every decoded field and every exchange with the attestation service. */
    VERBOSE,
    /** {@code -d}: intermediate values as well, session keys among them. */
    DEBUG
}
