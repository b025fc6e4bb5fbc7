package org.sgxra.sp.session;

import java.util.List;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.sp.service.Appraisal;

/**
 * What a session concludes.
 *
 * @param status goes into msg4
 * @param appraisal what the attestation service said of the platform
 * @param violations what the enclave policy does not accept, a line each
 */
public record Verdict(TrustStatus status, Appraisal appraisal, List<String> violations) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    /** The words for a status that people, and scripts, look for; one or two lines. */
    public static String announcement(TrustStatus status) {
        return switch (status) {
            case NOT_TRUSTED -> "Enclave NOT TRUSTED";
            case NOT_TRUSTED_ITS_COMPLICATED ->
                "Enclave Trust is NOT TRUSTED and COMPLICATED. The client is out of date.";
            case TRUSTED_ITS_COMPLICATED ->
                "Enclave Trust is TRUSTED and COMPLICATED. The client is out of date and\n"
                        + "may not be trusted in the future depending on the service provider's policy.";
            case TRUSTED -> "Enclave TRUSTED";
        };
    }
}
