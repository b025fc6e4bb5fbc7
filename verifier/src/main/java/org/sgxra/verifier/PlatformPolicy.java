package org.sgxra.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.PlatformState.Standing;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * How far a platform is trusted (docs/spec/wire-hex.md, "Trust by isvEnclaveQuoteStatus" and "Policy beyond the original";
 * docs/spec/dcap.md section 10).
 *
 * @param strict whether platforms that need hardening are not trusted
 * @param acceptedStatuses statuses that are trusted on purpose, in strict mode too, as in {@link PlatformState#status}
 * @param mitigatedAdvisories advisories that the enclave deals with itself; when there are any, a platform that is not
 *     current is trusted only if all its advisories are known and among them. The list alone makes nobody trusted
 * @param minimumTcbEvaluationDataNumber of DCAP's TCB info and QE identity: older ones, validly signed, may be replayed
 */
public record PlatformPolicy(
        boolean strict,
        Set<String> acceptedStatuses,
        Set<String> mitigatedAdvisories,
        long minimumTcbEvaluationDataNumber) {
    /** Only platforms with nothing to complain of. */
    public static final PlatformPolicy STRICT = new PlatformPolicy(true, Set.of(), Set.of());

    public PlatformPolicy {
        acceptedStatuses = Set.copyOf(acceptedStatuses);
        mitigatedAdvisories = Set.copyOf(mitigatedAdvisories);
    }

    /** A policy that takes collateral with any number. */
    public PlatformPolicy(boolean strict, Set<String> acceptedStatuses, Set<String> mitigatedAdvisories) {
        this(strict, acceptedStatuses, mitigatedAdvisories, 0);
    }

    /** The same for collateral of the set with this number, or later. */
    public PlatformPolicy withMinimumTcbEvaluationDataNumber(long number) {
        return new PlatformPolicy(strict, acceptedStatuses, mitigatedAdvisories, number);
    }

    /** The verdict on a platform; the enclave on it is {@link EnclavePolicy}'s affair. */
    public TrustStatus judge(PlatformState platform) {
        Standing standing = platform.standing();
        if (standing == Standing.REJECTED) {
            return TrustStatus.NOT_TRUSTED;
        }
        if (!isNewEnough(platform)) {
            return TrustStatus.NOT_TRUSTED_ITS_COMPLICATED;
        }
        if (standing == Standing.CURRENT) {
            return TrustStatus.TRUSTED;
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
                || platform.advisoriesKnown()
                        && !platform.advisoryIds().isEmpty()
                        && mitigatedAdvisories.containsAll(platform.advisoryIds());
    }

    private boolean isNewEnough(PlatformState platform) {
        return platform.tcbEvaluationDataNumber().orElse(Long.MAX_VALUE) >= minimumTcbEvaluationDataNumber;
    }

    /** The checks of a platform: {@link CheckName#PLATFORM_STATUS} and those after it. */
    List<Check> checks(PlatformState platform) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of(
                CheckName.PLATFORM_STATUS,
                isStatusTrusted(platform),
                "OK, or accepted by the policy",
                platform.status(),
                "the platform's status " + platform.status() + " is not accepted"));
        checks.add(
                mitigatedAdvisories.isEmpty() || platform.standing() == Standing.CURRENT
                        ? Check.notAsked(CheckName.ADVISORIES)
                        : advisories(platform));
        platform.tcbEvaluationDataNumber().ifPresent(number -> checks.add(evaluationNumber(number)));
        return List.copyOf(checks);
    }

    /** The check of the lower number of TCB info and QE identity. */
    Check evaluationNumber(long number) {
        return minimumTcbEvaluationDataNumber == 0
                ? Check.notAsked(CheckName.TCB_EVALUATION_DATA_NUMBER)
                : Check.of(
                        CheckName.TCB_EVALUATION_DATA_NUMBER,
                        number >= minimumTcbEvaluationDataNumber,
                        minimumTcbEvaluationDataNumber,
                        number,
                        "the collateral's TCB evaluation data number " + number + " is below the required "
                                + minimumTcbEvaluationDataNumber);
    }

    private Check advisories(PlatformState platform) {
        return Check.of(
                CheckName.ADVISORIES,
                isMitigated(platform),
                mitigatedAdvisories,
                platform.advisoriesKnown() ? platform.advisoryIds() : "unknown",
                platform.advisoriesKnown()
                        ? "not all of the advisories " + platform.advisoryIds() + " are mitigated"
                        : "which advisories apply is unknown: TCB info of version 2 does not name them");
    }
}
