package org.sgxra.sp.pcs;

import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;

/**
 * What of a platform decides which collateral its quotes need. It comes from certificates that nobody has verified yet.
 *
 * @param tee enclaves or trust domains
 * @param fmspc 6 bytes
 * @param ca that issued the PCK certificate
 */
public record PlatformKind(Tee tee, ByteString fmspc, Ca ca) {
    /** The CAs of PCK certificates. */
    public enum Ca {
        /** For platforms of one processor package. */
        PROCESSOR(SgxCertificate.PROCESSOR_CA),
        /** For platforms of several. */
        PLATFORM(SgxCertificate.PLATFORM_CA);

        private final String commonName;

        Ca(String commonName) {
            this.commonName = commonName;
        }

        /** The word for it in requests. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The kind of the platform that made a quote, by the chain in it.
     *
     * @throws DcapFormatException if the quote does not carry its PCK certificate chain, or the chain does not say
     */
    public static PlatformKind of(EcdsaQuote quote) throws DcapFormatException {
        EcdsaAuthentication authentication = quote.authentication();
        if (authentication.certificationType() != EcdsaAuthentication.PCK_CHAIN) {
            throw new DcapFormatException(
                    "quote",
                    "certification data",
                    "is of type " + authentication.certificationType() + ", not a PCK certificate chain");
        }
        return of(quote.isTrustDomain() ? Tee.TDX : Tee.SGX, authentication.certificationData());
    }

    /**
     * The kind of a platform by its PCK chain.
     *
     * @param pckChain PCK certificate, CA and root in PEM, in any order
     * @throws DcapFormatException if the chain does not say
     */
    public static PlatformKind of(Tee tee, ByteString pckChain) throws DcapFormatException {
        List<SgxCertificate> certificates = PemChain.parse(pckChain);
        SgxCertificate pck = certificates.stream()
                .filter(certificate -> certificate.commonName().equals(SgxCertificate.PCK))
                .findFirst()
                .orElseThrow(() -> new DcapFormatException(
                        "certificate chain", "names", "there is no \"" + SgxCertificate.PCK + "\""));
        for (Ca ca : Ca.values()) {
            if (certificates.stream()
                    .anyMatch(certificate -> certificate.commonName().equals(ca.commonName))) {
                return new PlatformKind(tee, pck.pckExtension().fmspc(), ca);
            }
        }
        throw new DcapFormatException("certificate chain", "names", "there is no CA of PCK certificates");
    }

    @Override
    public String toString() {
        return tee + ", FMSPC " + fmspc + ", " + ca.word() + " CA";
    }
}
