package org.sgxra.sp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.ReportBody;

/**
 * Which enclaves may attest.
 *
 * @param mrSigner required hash of the signer's key, 32 bytes
 * @param productId required product id, 0..65535
 * @param minSvn lowest security version accepted, 0..65535
 * @param allowDebug whether enclaves that a debugger can look into are accepted
 * @param mrEnclaves measurements accepted, 32 bytes each; empty: any
 */
public record EnclavePolicy(
        ByteString mrSigner, int productId, int minSvn, boolean allowDebug, Set<ByteString> mrEnclaves) {
    public EnclavePolicy {
        mrEnclaves = Set.copyOf(mrEnclaves);
    }

    /** What of {@code enclave} the policy does not accept, a line each; empty when it accepts the enclave. */
    public List<String> violations(ReportBody enclave) {
        List<String> violations = new ArrayList<>();
        if (!enclave.mrSigner().equals(mrSigner)) {
            violations.add("MRSIGNER " + enclave.mrSigner() + " is not the required " + mrSigner);
        }
        if (!mrEnclaves.isEmpty() && !mrEnclaves.contains(enclave.mrEnclave())) {
            violations.add("MRENCLAVE " + enclave.mrEnclave() + " is not among the " + mrEnclaves.size() + " allowed");
        }
        if (enclave.isvProdId() != productId) {
            violations.add("product id " + enclave.isvProdId() + " is not the required " + productId);
        }
        if (enclave.isvSvn() < minSvn) {
            violations.add("ISV SVN " + enclave.isvSvn() + " is below the required " + minSvn);
        }
        if (enclave.attributes().isDebug() && !allowDebug) {
            violations.add("the enclave is in debug mode, which is not allowed");
        }
        return List.copyOf(violations);
    }
}
