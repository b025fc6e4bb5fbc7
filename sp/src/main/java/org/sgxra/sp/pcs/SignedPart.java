package org.sgxra.sp.pcs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.DistinguishedName;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.sp.service.DisbelievedException;

/**
 * A part of the collateral that is signed by whom it must be under the trusted root: nobody else can make it look newer than it is, and
 * no part takes the place of another.
 *
 * @param part which one
 * @param bytes as delivered
 * @param chain of its signer, PEM; empty for the root's own list
 * @param number TCB evaluation data number; 0 for revocation lists, which have none
 * @param issued when
 * @param nextUpdate last second in which it is valid
 * @param certificatesUntil last second in which all certificates of {@code chain} are valid
 */
record SignedPart(
        CollateralPart part,
        ByteString bytes,
        ByteString chain,
        long number,
        Instant issued,
        Instant nextUpdate,
        Instant certificatesUntil) {
    /**
     * Reads a TCB info.
     *
     * @throws DcapFormatException if it is malformed
     * @throws DisbelievedException if no TCB signing certificate of {@code chain} under {@code root} signed it
     */
    static SignedPart ofTcbInfo(ByteString bytes, ByteString chain, P256PublicKey root)
            throws DcapFormatException, DisbelievedException {
        CollateralPart part = CollateralPart.TCB_INFO;
        TcbInfo info = TcbInfo.parse(bytes.toArray());
        requireSigner(part, chain, root, SgxCertificate.TCB_SIGNING, info.signedBytes(), info.signature());
        return new SignedPart(
                part, bytes, chain, info.tcbEvaluationDataNumber(), info.issueDate(), info.nextUpdate(), end(chain));
    }

    /** Reads a QE identity, as {@link #ofTcbInfo} does. */
    static SignedPart ofQeIdentity(ByteString bytes, ByteString chain, P256PublicKey root)
            throws DcapFormatException, DisbelievedException {
        CollateralPart part = CollateralPart.QE_IDENTITY;
        QeIdentity identity = QeIdentity.parse(bytes.toArray());
        requireSigner(part, chain, root, SgxCertificate.TCB_SIGNING, identity.signedBytes(), identity.signature());
        return new SignedPart(
                part,
                bytes,
                chain,
                identity.tcbEvaluationDataNumber(),
                identity.issueDate(),
                identity.nextUpdate(),
                end(chain));
    }

    /**
     * Reads a revocation list of PCK certificates.
     *
     * @param ca common name of the CA whose list it must be
     * @throws DcapFormatException if it is malformed
     * @throws DisbelievedException if it is not the list of that CA under {@code root}
     */
    static SignedPart ofPckCrl(ByteString bytes, ByteString chain, P256PublicKey root, String ca)
            throws DcapFormatException, DisbelievedException {
        CollateralPart part = CollateralPart.PCK_CRL;
        RevocationList list = RevocationList.parse(bytes.toArray());
        SgxCertificate signer = requireSigner(part, chain, root, ca, list.signedBytes(), list.signature());
        requireIssuer(part, list, signer.subject(), ca);
        return new SignedPart(part, bytes, chain, 0, list.thisUpdate(), list.nextUpdate(), end(chain));
    }

    /**
     * Reads the revocation list of the root.
     *
     * @param issued certificates; those that the root signed say its name
     * @throws DcapFormatException if it is malformed
     * @throws DisbelievedException if it is not the list of {@code root}
     */
    static SignedPart ofRootCrl(ByteString bytes, ByteString issued, P256PublicKey root)
            throws DcapFormatException, DisbelievedException {
        CollateralPart part = CollateralPart.ROOT_CRL;
        RevocationList list = RevocationList.parse(bytes.toArray());
        if (!isSigned(root, list.signedBytes(), list.signature())) {
            throw unsigned(part);
        }
        for (SgxCertificate certificate : PemChain.parse(issued)) {
            if (isSigned(root, certificate.signedBytes(), certificate.signature())) {
                requireIssuer(part, list, certificate.issuer(), SgxCertificate.ROOT_CA);
            }
        }
        return new SignedPart(part, bytes, ByteString.EMPTY, 0, list.thisUpdate(), list.nextUpdate(), Instant.MAX);
    }

    private static SgxCertificate requireSigner(
            CollateralPart part,
            ByteString chain,
            P256PublicKey root,
            String commonName,
            ByteString message,
            Optional<EcdsaP256Signature> signature)
            throws DisbelievedException, DcapFormatException {
        boolean genuine = isSigned(root, message, signature);
        for (SgxCertificate signer : chain.isEmpty() ? List.<SgxCertificate>of() : PemChain.parse(chain)) {
            if (isSigned(root, signer.signedBytes(), signer.signature())
                    && signer.key().isPresent()
                    && isSigned(signer.key().get(), message, signature)) {
                if (signer.commonName().equals(commonName)) {
                    return signer;
                }
                genuine = true;
            }
        }
        throw genuine
                ? new DisbelievedException(part + ": signed under the trusted root, but not by \"" + commonName + "\"")
                : unsigned(part);
    }

    private static Instant end(ByteString chain) throws DcapFormatException {
        return PemChain.parse(chain).stream()
                .map(SgxCertificate::notAfter)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static void requireIssuer(
            CollateralPart part, RevocationList list, DistinguishedName subject, String commonName)
            throws DisbelievedException {
        if (!list.issuer().equals(subject)) {
            throw new DisbelievedException(part + ": names another issuer than \"" + commonName + "\"");
        }
    }

    private static DisbelievedException unsigned(CollateralPart part) {
        return new DisbelievedException(part + ": not signed under the trusted root (--dcap-root)");
    }

    private static boolean isSigned(P256PublicKey key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return signature.isPresent() && P256.instance().verify(key, message, signature.get());
    }

    /** Last second in which it may be used when documents and lists, but never certificates, may be older than they say. */
    Instant lastUse(Duration grace) {
        Instant end = nextUpdate.plus(grace);
        return end.isBefore(certificatesUntil) ? end : certificatesUntil;
    }

    /** True if {@code other} has a higher number, or the same and was issued later. */
    boolean isOlderThan(SignedPart other) {
        return number != other.number ? number < other.number : issued.isBefore(other.issued);
    }

    @Override
    public String toString() {
        return part + (number == 0 ? "" : " of number " + number) + " of " + issued;
    }
}
