package org.sgxra.sp.policy;

import java.util.Set;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Appraisal.Standing;

/**
 * How far a platform is trusted (docs/spec/wire-hex.md, "Trust by isvEnclaveQuoteStatus" and "Policy beyond the original").
 *
 * @param strict whether platforms that need hardening are not trusted
 * @param acceptedStatuses statuses that are trusted on purpose, in strict mode too
 * @param mitigatedAdvisories advisories that the enclave deals with itself; when there are any, a platform that is not
 *     current is trusted only if all its advisories are among them. The list alone makes nobody trusted
 */
public record TrustPolicy(boolean strict, Set<String> acceptedStatuses, Set<String> mitigatedAdvisories) {
    public TrustPolicy {
        acceptedStatuses = Set.copyOf(acceptedStatuses);
        mitigatedAdvisories = Set.copyOf(mitigatedAdvisories);
    }

    /** The verdict on a platform; the enclave on it is {@link EnclavePolicy}'s affair. */
    public TrustStatus judge(Appraisal appraisal) {
        Standing standing = appraisal.standing();
        if (standing == Standing.CURRENT) {
            return TrustStatus.TRUSTED;
        }
        if (standing == Standing.REJECTED) {
            return TrustStatus.NOT_TRUSTED;
        }
        boolean accepted =
                acceptedStatuses.contains(appraisal.status()) || standing == Standing.NEEDS_HARDENING && !strict;
        return accepted && isMitigated(appraisal)
                ? TrustStatus.TRUSTED_ITS_COMPLICATED
                : TrustStatus.NOT_TRUSTED_ITS_COMPLICATED;
    }

    private boolean isMitigated(Appraisal appraisal) {
        return mitigatedAdvisories.isEmpty()
                || !appraisal.advisoryIds().isEmpty() && mitigatedAdvisories.containsAll(appraisal.advisoryIds());
    }
}
