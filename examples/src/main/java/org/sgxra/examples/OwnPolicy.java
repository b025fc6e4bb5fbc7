package org.sgxra.examples;

import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/** A policy: enclaves of one signer, product 1, security version 2 or later, and what is accepted of their platforms. */
public final class OwnPolicy {
    private OwnPolicy() {}

    /** @param mrSigner hash of the signer's key, 32 bytes */
    public static AppraisalPolicy of(ByteString mrSigner) {
        boolean allowDebug = false;
        EnclavePolicy enclaves = new EnclavePolicy(mrSigner, 1, 2, allowDebug, Set.of());
        boolean strict = true;
        PlatformPolicy platforms = new PlatformPolicy(
                strict,
                Set.of("SW_HARDENING_NEEDED"),
                // The advisories against which the enclave is built with mitigations.
                Set.of("INTEL-SA-00334", "INTEL-SA-00615"));
        return new AppraisalPolicy(enclaves, platforms);
    }
}
