package org.sgxra.verifier;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TdReportBody;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * Which enclaves may attest; what is absent is not asked for. A trust domain (TDX) has nothing of this but the debug mode: it fails
 * every other check that is asked for.
 *
 * @param mrSigner required hash of the signer's key, 32 bytes
 * @param productId required product id, 0..65535
 * @param minSvn lowest security version accepted, 0..65535
 * @param allowDebug whether enclaves that a debugger can look into are accepted
 * @param mrEnclaves measurements accepted, 32 bytes each; empty: any
 */
public record EnclavePolicy(
        Optional<ByteString> mrSigner,
        OptionalInt productId,
        OptionalInt minSvn,
        boolean allowDebug,
        Set<ByteString> mrEnclaves) {
    /** Any enclave and any trust domain that no debugger can look into. */
    public static final EnclavePolicy NO_DEBUG =
            new EnclavePolicy(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false, Set.of());

    public EnclavePolicy {
        mrEnclaves = Set.copyOf(mrEnclaves);
    }

    /** Enclaves of one signer and product. */
    public EnclavePolicy(
            ByteString mrSigner, int productId, int minSvn, boolean allowDebug, Set<ByteString> mrEnclaves) {
        this(Optional.of(mrSigner), OptionalInt.of(productId), OptionalInt.of(minSvn), allowDebug, mrEnclaves);
    }

    /** The checks {@link CheckName#ENCLAVE} of an enclave. */
    List<Check> checks(ReportBody enclave) {
        return List.of(
                mrSigner(enclave.mrSigner()),
                mrEnclave(enclave.mrEnclave()),
                productId(enclave.isvProdId()),
                svn(enclave.isvSvn()),
                debug(enclave.attributes().isDebug(), "the enclave"));
    }

    private Check mrSigner(ByteString found) {
        return mrSigner.map(required -> Check.of(
                        CheckName.MRSIGNER,
                        found.equals(required),
                        required,
                        found,
                        "MRSIGNER " + found + " is not the required " + required))
                .orElseGet(() -> Check.notAsked(CheckName.MRSIGNER));
    }

    private Check mrEnclave(ByteString found) {
        return mrEnclaves.isEmpty()
                ? Check.notAsked(CheckName.MRENCLAVE)
                : Check.of(
                        CheckName.MRENCLAVE,
                        mrEnclaves.contains(found),
                        mrEnclaves,
                        found,
                        "MRENCLAVE " + found + " is not among the allowed, "
                                + mrEnclaves.stream()
                                        .map(ByteString::hex)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
    }

    private Check productId(int found) {
        return productId.isEmpty()
                ? Check.notAsked(CheckName.PRODUCT_ID)
                : Check.of(
                        CheckName.PRODUCT_ID,
                        found == productId.getAsInt(),
                        productId.getAsInt(),
                        found,
                        "product id " + found + " is not the required " + productId.getAsInt());
    }

    private Check svn(int found) {
        return minSvn.isEmpty()
                ? Check.notAsked(CheckName.ISV_SVN)
                : Check.of(
                        CheckName.ISV_SVN,
                        found >= minSvn.getAsInt(),
                        minSvn.getAsInt(),
                        found,
                        "ISV SVN " + found + " is below the required " + minSvn.getAsInt());
    }

    private Check debug(boolean isDebug, String what) {
        return Check.of(
                CheckName.DEBUG,
                allowDebug || !isDebug,
                allowDebug ? "allowed" : "no",
                isDebug ? "yes" : "no",
                what + " is in debug mode, which is not allowed");
    }

    /** The checks {@link CheckName#ENCLAVE} of a trust domain. */
    List<Check> checks(TdReportBody domain) {
        return List.of(
                absent(CheckName.MRSIGNER, mrSigner.isPresent(), mrSigner),
                absent(CheckName.MRENCLAVE, !mrEnclaves.isEmpty(), mrEnclaves),
                absent(CheckName.PRODUCT_ID, productId.isPresent(), productId),
                absent(CheckName.ISV_SVN, minSvn.isPresent(), minSvn),
                debug(domain.isDebug(), "the trust domain"));
    }

    private static Check absent(CheckName name, boolean asked, Object expected) {
        return asked
                ? Check.of(name, false, expected, "none", "a trust domain has no " + name.title())
                : Check.notAsked(name);
    }
}
