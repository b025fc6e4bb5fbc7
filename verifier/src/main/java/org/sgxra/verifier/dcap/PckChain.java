package org.sgxra.verifier.dcap;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * The certificates behind a quoting enclave's report, found by their common names: their order in a quote differs.
 *
 * @param pck of the provisioning certification key
 * @param ca that issued it
 * @param root of all
 */
record PckChain(SgxCertificate pck, SgxCertificate ca, SgxCertificate root) {
    static final int LENGTH = 3;
    static final String NAMES = "\"" + SgxCertificate.PCK + "\", \"" + SgxCertificate.PROCESSOR_CA + "\" or \""
            + SgxCertificate.PLATFORM_CA + "\", \"" + SgxCertificate.ROOT_CA + "\"";

    /** The chain of three certificates, or nothing if they do not have these names, each once. */
    static Optional<PckChain> of(List<SgxCertificate> certificates) {
        Optional<SgxCertificate> pck = only(certificates, SgxCertificate.PCK);
        Optional<SgxCertificate> ca = only(certificates, SgxCertificate.PROCESSOR_CA)
                .or(() -> only(certificates, SgxCertificate.PLATFORM_CA));
        Optional<SgxCertificate> root = only(certificates, SgxCertificate.ROOT_CA);
        return pck.isPresent() && ca.isPresent() && root.isPresent()
                ? Optional.of(new PckChain(pck.get(), ca.get(), root.get()))
                : Optional.empty();
    }

    /** The certificate of a common name, if there is exactly one. */
    static Optional<SgxCertificate> only(List<SgxCertificate> certificates, String commonName) {
        List<SgxCertificate> found = certificates.stream()
                .filter(certificate -> certificate.commonName().equals(commonName))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    boolean isPlatformCa() {
        return ca.commonName().equals(SgxCertificate.PLATFORM_CA);
    }
}
