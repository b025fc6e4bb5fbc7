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
}
