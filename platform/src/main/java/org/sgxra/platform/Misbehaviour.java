package org.sgxra.platform;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a platform does not play by the rules, for tests of verifiers; the setting {@code misbehave} (docs/provisioning.md). */
enum Misbehaviour {
    /** Not at all, as every real platform. */
    NONE("no"),

    /** EPID: signs although a revocation list names it. */
    SIGNS_WHEN_REVOKED("yes"),
    /** EPID: signs with a private key that no issuer has certified. */
    FORGES("forge"),
    /** An EPID session gets an ECDSA quote. */
    ECDSA_QUOTE("ecdsa-quote"),

    /** An ECDSA session gets an EPID quote, as simulation SDKs up to 2.27 give it. */
    EPID_QUOTE("epid-quote"),
    /** A quote without signature, 436 bytes, as simulation SDKs from 2.28 on make it. */
    SIMULATION("simulation"),
    /** A quote of version 4. */
    VERSION_4("version-4"),
    /** Zero bytes after the quote, which are allowed. */
    PADDING("padding"),
    /** Other bytes after the quote. */
    TRAILING_BYTES("trailing-bytes"),
    /** Another vendor of the quoting enclave. */
    VENDOR_ID("vendor-id"),
    /** Other report data than the enclave's. */
    REPORT_DATA("report-data"),
    /** The enclave's report data with an upper half that is not zero. */
    REPORT_DATA_UPPER_HALF("report-data-upper-half"),
    /** A quote that its attestation key has not signed. */
    QUOTE_SIGNATURE("quote-signature"),
    /** An attestation key that the quoting enclave does not vouch for. */
    ATTESTATION_KEY("attestation-key"),
    /** A byte of the quoting enclave's authentication data altered. */
    QE_AUTH_DATA("qe-auth-data"),
    /** The report of another enclave in place of the quoting enclave's. */
    QE_ENCLAVE("qe-enclave"),
    /** A quoting enclave that a debugger can look into. */
    QE_DEBUG("qe-debug"),
    /** An upper half of the quoting enclave's report data that is not zero. */
    QE_REPORT_DATA("qe-report-data"),
    /** A quoting enclave's report that the PCK has not signed. */
    QE_SIGNATURE("qe-signature"),
    /** The encrypted PPID in place of the PCK certificate, as from machines without a quote provider library. */
    CERTIFICATION_TYPE("certification-type");

    private final String setting;

    Misbehaviour(String setting) {
        this.setting = setting;
    }

    /** The misbehaviour of a setting. */
    static Optional<Misbehaviour> of(String setting) {
        return Arrays.stream(values()).filter(m -> m.setting.equals(setting)).findFirst();
    }

    /** All settings, in their order. */
    static String settings() {
        return Arrays.stream(values()).map(m -> m.setting).collect(Collectors.joining(", "));
    }
}
