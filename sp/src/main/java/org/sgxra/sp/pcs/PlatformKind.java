package org.sgxra.sp.pcs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRefusal;

/**
 * What of a platform decides which collateral its quotes need. It is read from certificates without verifying them.
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

        /** Common name of its certificate. */
        String commonName() {
            return commonName;
        }

        /** The word for it in requests. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The kind of the platform that made a quote, by the chain in it.
     *
     * @throws UndeterminedPlatformException if the quote does not carry its PCK certificate chain, or the chain does not say
     */
    public static PlatformKind of(EcdsaQuote quote) throws UndeterminedPlatformException {
        EcdsaAuthentication authentication = quote.authentication();
        if (authentication.certificationType() != EcdsaAuthentication.PCK_CHAIN) {
            throw new UndeterminedPlatformException(
                    CheckName.CERTIFICATION_DATA,
                    DcapRefusal.CERTIFICATION_TYPE,
                    "certification data of type " + authentication.certificationType()
                            + ", not a PCK certificate chain");
        }
        return of(quote.isTrustDomain() ? Tee.TDX : Tee.SGX, authentication.certificationData());
    }

    /**
     * The kind of a platform by its PCK chain.
     *
     * @param pckChain PCK certificate, CA and root in PEM, in any order
     * @throws UndeterminedPlatformException if the chain does not say
     */
    public static PlatformKind of(Tee tee, ByteString pckChain) throws UndeterminedPlatformException {
        List<SgxCertificate> certificates;
        try {
            certificates = PemChain.parse(pckChain);
        } catch (DcapFormatException e) {
            throw new UndeterminedPlatformException(CheckName.CHAIN_FORMAT, DcapRefusal.CHAIN_FORMAT, e.getMessage());
        }
        Ca ca = Arrays.stream(Ca.values())
                .filter(one -> find(certificates, one.commonName).isPresent())
                .findFirst()
                .orElseThrow(() -> unnamed("a CA of PCK certificates", certificates));
        SgxCertificate pck = find(certificates, SgxCertificate.PCK)
                .orElseThrow(() -> unnamed("an \"" + SgxCertificate.PCK + "\"", certificates));
        try {
            return new PlatformKind(tee, pck.pckExtension().fmspc(), ca);
        } catch (DcapFormatException e) {
            throw new UndeterminedPlatformException(CheckName.SGX_EXTENSION, DcapRefusal.SGX_EXTENSION, e.getMessage());
        }
    }

    private static Optional<SgxCertificate> find(List<SgxCertificate> certificates, String commonName) {
        return certificates.stream()
                .filter(certificate -> certificate.commonName().equals(commonName))
                .findFirst();
    }

    private static UndeterminedPlatformException unnamed(String missing, List<SgxCertificate> certificates) {
        return new UndeterminedPlatformException(
                CheckName.CHAIN_NAMES, DcapRefusal.CHAIN_NAMES, "the chain lacks " + missing + ": " + certificates);
    }

    @Override
    public String toString() {
        return tee + ", FMSPC " + fmspc + ", " + ca.word() + " CA";
    }
}
