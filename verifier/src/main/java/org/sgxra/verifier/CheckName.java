package org.sgxra.verifier;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The checks of an attestation report in the order in which they are made (docs/spec/wire-hex.md, "SP on msg3"). */
public enum CheckName {
    /** 1. The time stamp can be read; the signing chain is validated at that time. */
    TIME_STAMP("report-time-stamp", true),
    /** 2. The certificates lead to a trusted CA, all valid at the time of the report, and the leaf may sign. */
    SIGNING_CHAIN("report-signing-chain", true),
    /** 3. The signature is the leaf's over exactly these bytes. */
    SIGNATURE("report-signature", true),
    /** 4. The body is an attestation report. */
    CONTENT("report-content", true),
    /** 5. The platform info blob, if there is one, is signed by who should have signed it. */
    PLATFORM_INFO("report-platform-info", true),
    /** 6. The report is of the version of the API that was asked. */
    VERSION("report-version", true),
    /** 7. The report is about the quote that was sent. */
    QUOTE_BODY("report-quote-body", true),
    /** 8. The report repeats the nonce that was sent. */
    NONCE("report-nonce", true),
    /** 9. The report is not older than allowed. */
    NOT_TOO_OLD("report-not-before", true),
    /** 10. The report is not of the future. */
    NOT_IN_FUTURE("report-not-after", true),
    /** 11. The enclave put the expected data into its own report. */
    REPORT_DATA("report-data", true),
    /** 12. The enclave is signed by the required signer. */
    MRSIGNER("mrsigner", false),
    /** 13. The enclave's measurement is one of those allowed. */
    MRENCLAVE("mrenclave", false),
    /** 14. The enclave is the required product. */
    PRODUCT_ID("product-id", false),
    /** 15. The enclave's security version is high enough. */
    ISV_SVN("isv-svn", false),
    /** 16. No debugger can look into the enclave, or that is allowed. */
    DEBUG("debug", false),
    /** 17. The status of the platform is trusted, by itself or because it is accepted on purpose. */
    PLATFORM_STATUS("platform-status", false),
    /** 18. The advisories that apply to the platform are mitigated, where a list of mitigated ones is given. */
    ADVISORIES("advisories", false);

    /** The checks of the enclave policy. */
    public static final Set<CheckName> ENCLAVE = Collections.unmodifiableSet(EnumSet.range(MRSIGNER, DEBUG));

    private final String label;
    private final boolean ofEvidence;

    CheckName(String label, boolean ofEvidence) {
        this.label = label;
        this.ofEvidence = ofEvidence;
    }

    /** The name in words with hyphens, for logs and JSON. */
    public String label() {
        return label;
    }

    /** True for the checks that decide whether the evidence is genuine; the others decide whether it is acceptable. */
    public boolean isOfEvidence() {
        return ofEvidence;
    }

    static List<CheckName> after(CheckName last) {
        return Arrays.stream(values()).filter(name -> name.compareTo(last) > 0).toList();
    }
}
