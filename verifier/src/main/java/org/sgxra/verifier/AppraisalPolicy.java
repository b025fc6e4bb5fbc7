package org.sgxra.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * What is acceptable of genuine evidence, of whatever kind.
 *
 * @param enclave which enclaves may attest; absent: any, in debug mode too
 * @param platform how far platforms are trusted
 */
public record AppraisalPolicy(Optional<EnclavePolicy> enclave, PlatformPolicy platform) {
    /** Any enclave, on platforms of which the service says OK. */
    public static final AppraisalPolicy STATUS_OK = new AppraisalPolicy(Optional.empty(), PlatformPolicy.STRICT);

    /** Both policies. */
    public AppraisalPolicy(EnclavePolicy enclave, PlatformPolicy platform) {
        this(Optional.of(enclave), platform);
    }

    /** The checks from {@link CheckName#MRSIGNER} on. */
    public List<Check> checks(ReportBody found, PlatformState state) {
        return checks(enclave.map(policy -> policy.checks(found)), state);
    }

    /** The checks from {@link CheckName#MRSIGNER} on. */
    public List<Check> checks(EcdsaQuote found, PlatformState state) {
        return found.isTrustDomain()
                ? checks(enclave.map(policy -> policy.checks(found.trustDomain())), state)
                : checks(found.report(), state);
    }

    private List<Check> checks(Optional<List<Check>> ofEnclave, PlatformState state) {
        List<Check> checks = new ArrayList<>(ofEnclave.orElseGet(
                () -> CheckName.ENCLAVE.stream().map(Check::notAsked).toList()));
        checks.addAll(platform.checks(state));
        return List.copyOf(checks);
    }

    /** An enclave that the policy does not want is not trusted, whatever its platform. */
    public TrustStatus judge(ReportBody found, PlatformState state) {
        return judge(checks(found, state), state);
    }

    /** A quote's enclave, or trust domain, that the policy does not want is not trusted, whatever its platform. */
    public TrustStatus judge(EcdsaQuote found, PlatformState state) {
        return judge(checks(found, state), state);
    }

    private TrustStatus judge(List<Check> checks, PlatformState state) {
        boolean wanted = checks.stream().noneMatch(check -> check.failed() && CheckName.ENCLAVE.contains(check.name()));
        return wanted ? platform.judge(state) : TrustStatus.NOT_TRUSTED;
    }
}
