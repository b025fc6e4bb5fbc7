package org.sgxra.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;

/**
 * What is acceptable of genuine evidence.
 *
 * @param enclave which enclaves may attest; absent: any
 * @param platform how far platforms are trusted
 */
public record AppraisalPolicy(Optional<EnclavePolicy> enclave, PlatformPolicy platform) {
    /** Any enclave, on platforms of which the service says OK. */
    public static final AppraisalPolicy STATUS_OK = new AppraisalPolicy(Optional.empty(), PlatformPolicy.STRICT);

    /** Both policies. */
    public AppraisalPolicy(EnclavePolicy enclave, PlatformPolicy platform) {
        this(Optional.of(enclave), platform);
    }

    /** The checks 12 to 18. */
    public List<Check> checks(ReportBody found, PlatformState state) {
        List<Check> checks = new ArrayList<>(enclave.map(policy -> policy.checks(found))
                .orElseGet(() ->
                        CheckName.ENCLAVE.stream().sorted().map(Check::notAsked).toList()));
        checks.addAll(platform.checks(state));
        return List.copyOf(checks);
    }

    /** An enclave that the policy does not want is not trusted, whatever its platform. */
    public TrustStatus judge(ReportBody found, PlatformState state) {
        boolean wanted =
                enclave.isEmpty() || enclave.get().checks(found).stream().noneMatch(Check::failed);
        return wanted ? platform.judge(state) : TrustStatus.NOT_TRUSTED;
    }
}
