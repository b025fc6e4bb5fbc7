package org.sgxra.verifier;

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

    /** The checks 12 to 16 of an enclave. */
    List<Check> checks(ReportBody enclave) {
        boolean isDebug = enclave.attributes().isDebug();
        return List.of(
                Check.of(
                        CheckName.MRSIGNER,
                        enclave.mrSigner().equals(mrSigner),
                        mrSigner,
                        enclave.mrSigner(),
                        "MRSIGNER " + enclave.mrSigner() + " is not the required " + mrSigner),
                mrEnclave(enclave.mrEnclave()),
                Check.of(
                        CheckName.PRODUCT_ID,
                        enclave.isvProdId() == productId,
                        productId,
                        enclave.isvProdId(),
                        "product id " + enclave.isvProdId() + " is not the required " + productId),
                Check.of(
                        CheckName.ISV_SVN,
                        enclave.isvSvn() >= minSvn,
                        minSvn,
                        enclave.isvSvn(),
                        "ISV SVN " + enclave.isvSvn() + " is below the required " + minSvn),
                Check.of(
                        CheckName.DEBUG,
                        allowDebug || !isDebug,
                        allowDebug ? "allowed" : "no",
                        isDebug ? "yes" : "no",
                        "the enclave is in debug mode, which is not allowed"));
    }

    private Check mrEnclave(ByteString mrEnclave) {
        return mrEnclaves.isEmpty()
                ? Check.notAsked(CheckName.MRENCLAVE)
                : Check.of(
                        CheckName.MRENCLAVE,
                        mrEnclaves.contains(mrEnclave),
                        mrEnclaves,
                        mrEnclave,
                        "MRENCLAVE " + mrEnclave + " is not among the " + mrEnclaves.size() + " allowed");
    }
}
