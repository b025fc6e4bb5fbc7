package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.verifier.check.CheckName;

/** Whether the certificates behind the quoting enclave are a PCK chain under the trusted root (docs/spec/dcap.md section 2). */
final class PckChainChecks {
    private final Checks checks;
    private final Signatures signatures;
    private final DcapRoot root;
    private final QuoteChecks quote;

    private PckChain chain;
    private PckExtension pckExtension;

    PckChainChecks(Checks checks, Signatures signatures, DcapRoot root, QuoteChecks quote) {
        this.checks = checks;
        this.signatures = signatures;
        this.root = root;
        this.quote = quote;
    }

    void names() throws Refused {
        chain = PckChain.of(quote.certificates())
                .orElseThrow(() -> checks.refuse(
                        CheckName.CHAIN_NAMES,
                        DcapRefusal.CHAIN_NAMES,
                        PckChain.NAMES,
                        quote.certificates(),
                        quote.certificates() + "; needed are one each of " + PckChain.NAMES));
        checks.pass(CheckName.CHAIN_NAMES, PckChain.NAMES, quote.certificates());
    }

    void algorithms() throws Refused {
        for (SgxCertificate certificate : quote.certificates()) {
            if (certificate.key().isEmpty() || certificate.signature().isEmpty()) {
                throw checks.refuse(
                        CheckName.CHAIN_ALGORITHMS,
                        DcapRefusal.CHAIN_SIGNATURE,
                        "P-256 and ecdsa-with-SHA256",
                        certificate,
                        certificate + " has another key than one of P-256, or is not signed by ecdsa-with-SHA256");
            }
        }
        checks.pass(CheckName.CHAIN_ALGORITHMS, "P-256 and ecdsa-with-SHA256", "P-256 and ecdsa-with-SHA256");
    }

    void rootSignature() throws Refused {
        checkSignedBy(CheckName.ROOT_SIGNATURE, chain.root(), chain.root());
    }

    void caSignature() throws Refused {
        checkSignedBy(CheckName.CA_SIGNATURE, chain.ca(), chain.root());
    }

    void pckSignature() throws Refused {
        checkSignedBy(CheckName.PCK_SIGNATURE, chain.pck(), chain.ca());
    }

    private void checkSignedBy(CheckName name, SgxCertificate certificate, SgxCertificate issuer) throws Refused {
        if (!signatures.isIssuedBy(certificate, issuer)) {
            throw checks.refuse(
                    name,
                    DcapRefusal.CHAIN_SIGNATURE,
                    issuer,
                    certificate,
                    certificate + " is not signed by " + issuer);
        }
        checks.pass(name, issuer, certificate);
    }

    void trustedRoot() throws Refused {
        checks.requireEqual(
                CheckName.TRUSTED_ROOT,
                DcapRefusal.ROOT_UNTRUSTED,
                root.key(),
                chain.root().key().orElseThrow());
    }

    void rootExtensions() throws Refused {
        checkExtensions(
                CheckName.ROOT_EXTENSIONS,
                "a CA above a CA",
                chain.root(),
                chain.root().faultOfCa(1));
    }

    void caExtensions() throws Refused {
        checkExtensions(CheckName.CA_EXTENSIONS, "a CA", chain.ca(), chain.ca().faultOfCa(0));
    }

    void pckExtensions() throws Refused {
        checkExtensions(
                CheckName.PCK_EXTENSIONS, "no CA", chain.pck(), chain.pck().faultOfEndEntity());
    }

    private void checkExtensions(CheckName name, String expected, SgxCertificate found, Optional<String> fault)
            throws Refused {
        checks.requireNoFault(name, DcapRefusal.CERTIFICATE_EXTENSIONS, fault, expected, found);
    }

    void sgxExtension() throws Refused {
        String expected = chain.isPlatformCa() ? "7 entries under the Platform CA" : "5 entries under the Processor CA";
        PckExtension extension;
        try {
            extension = chain.pck().pckExtension();
        } catch (DcapFormatException e) {
            throw checks.refuse(
                    CheckName.SGX_EXTENSION, DcapRefusal.SGX_EXTENSION, expected, e.getMessage(), e.getMessage());
        }
        if (extension.platform().isPresent() != chain.isPlatformCa()) {
            throw checks.refuse(
                    CheckName.SGX_EXTENSION,
                    DcapRefusal.SGX_EXTENSION,
                    expected,
                    extension,
                    (extension.platform().isPresent() ? 7 : 5) + " entries under " + chain.ca() + ": " + extension);
        }
        pckExtension = extension;
        checks.pass(CheckName.SGX_EXTENSION, expected, extension);
    }

    PckChain chain() {
        return chain;
    }

    P256PublicKey pckKey() {
        return chain.pck().key().orElseThrow();
    }

    PckExtension pck() {
        return pckExtension;
    }

    Optional<PckExtension> pckExtension() {
        return Optional.ofNullable(pckExtension);
    }
}
