package org.sgxra.common.report;

/** What the attestation service says of a quote, {@code isvEnclaveQuoteStatus} (docs/spec/ias-api.md section 5.1); names as in the JSON. */
public enum QuoteStatus {
    OK,
    SIGNATURE_INVALID,
    GROUP_REVOKED,
    SIGNATURE_REVOKED,
    KEY_REVOKED,
    SIGRL_VERSION_MISMATCH,
    /** None of the others: a service of tomorrow may have more. */
    UNKNOWN,
    GROUP_OUT_OF_DATE,
    CONFIGURATION_NEEDED,
    SW_HARDENING_NEEDED,
    CONFIGURATION_AND_SW_HARDENING_NEEDED;

    /** True for the four statuses of a good signature on a platform that should be updated: policy may accept them. */
    public boolean isForPolicy() {
        return compareTo(GROUP_OUT_OF_DATE) >= 0;
    }
}
