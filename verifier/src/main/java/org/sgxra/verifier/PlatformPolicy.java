package org.sgxra.verifier;

import java.util.List;
import java.util.Set;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.PlatformState.Standing;

/**
 * How far a platform is trusted (docs/spec/wire-hex.md, "Trust by isvEnclaveQuoteStatus" and "Policy beyond the original").
 *
 * @param strict whether platforms that need hardening are not trusted
 * @param acceptedStatuses statuses that are trusted on purpose, in strict mode too
 * @param mitigatedAdvisories advisories that the enclave deals with itself; when there are any, a platform that is not
 *     current is trusted only if all its advisories are among them. The list alone makes nobody trusted
 */
public record PlatformPolicy(boolean strict, Set<String> acceptedStatuses, Set<String> mitigatedAdvisories) {
    /** Only platforms with nothing to complain of. */
    public static final PlatformPolicy STRICT = new PlatformPolicy(true, Set.of(), Set.of());

    public PlatformPolicy {
        acceptedStatuses = Set.copyOf(acceptedStatuses);
        mitigatedAdvisories = Set.copyOf(mitigatedAdvisories);
    }

    /** The verdict on a platform; the enclave on it is {@link EnclavePolicy}'s affair. */
    public TrustStatus judge(PlatformState platform) {
        Standing standing = platform.standing();
        if (standing == Standing.CURRENT) {
            return TrustStatus.TRUSTED;
        }
        if (standing == Standing.REJECTED) {
            return TrustStatus.NOT_TRUSTED;
        }
        return isStatusTrusted(platform) && isMitigated(platform)
                ? TrustStatus.TRUSTED_ITS_COMPLICATED
                : TrustStatus.NOT_TRUSTED_ITS_COMPLICATED;
    }

    private boolean isStatusTrusted(PlatformState platform) {
        return switch (platform.standing()) {
            case CURRENT -> true;
            case NEEDS_HARDENING -> !strict || acceptedStatuses.contains(platform.status());
            case OUT_OF_DATE -> acceptedStatuses.contains(platform.status());
            case REJECTED -> false;
        };
    }

    private boolean isMitigated(PlatformState platform) {
        return mitigatedAdvisories.isEmpty()
                || !platform.advisoryIds().isEmpty() && mitigatedAdvisories.containsAll(platform.advisoryIds());
    }

    /** The checks 17 and 18 of a platform. */
    List<Check> checks(PlatformState platform) {
        return List.of(
                Check.of(
                        CheckName.PLATFORM_STATUS,
                        isStatusTrusted(platform),
                        "OK, or accepted by the policy",
                        platform.status(),
                        "the platform's status " + platform.status() + " is not accepted"),
                mitigatedAdvisories.isEmpty() || platform.standing() == Standing.CURRENT
                        ? Check.notAsked(CheckName.ADVISORIES)
                        : Check.of(
                                CheckName.ADVISORIES,
                                isMitigated(platform),
                                mitigatedAdvisories,
                                platform.advisoryIds(),
                                "not all of the advisories " + platform.advisoryIds() + " are mitigated"));
    }
}
