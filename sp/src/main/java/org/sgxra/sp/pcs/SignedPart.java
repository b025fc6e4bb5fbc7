package org.sgxra.sp.pcs;

import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.sp.service.DisbelievedException;

/**
 * A part of the collateral that is signed under the trusted root: nobody else can make it look newer than it is.
 *
 * @param part which one
 * @param bytes as delivered
 * @param chain of its signer, PEM; empty for the root's own list
 * @param number TCB evaluation data number; 0 for revocation lists, which have none
 * @param issued when
 * @param nextUpdate last second in which it is valid
 */
record SignedPart(
        CollateralPart part, ByteString bytes, ByteString chain, long number, Instant issued, Instant nextUpdate) {
    /**
     * Reads a part and checks its signature.
     *
     * @throws DcapFormatException if it is malformed
     * @throws DisbelievedException if it is not signed under {@code root}
     */
    static SignedPart read(CollateralPart part, ByteString bytes, ByteString chain, P256PublicKey root)
            throws DcapFormatException, DisbelievedException {
        switch (part) {
            case TCB_INFO -> {
                TcbInfo info = TcbInfo.parse(bytes.toArray());
                requireSigned(part, chain, root, info.signedBytes(), info.signature());
                return new SignedPart(
                        part, bytes, chain, info.tcbEvaluationDataNumber(), info.issueDate(), info.nextUpdate());
            }
            case QE_IDENTITY -> {
                QeIdentity identity = QeIdentity.parse(bytes.toArray());
                requireSigned(part, chain, root, identity.signedBytes(), identity.signature());
                return new SignedPart(
                        part,
                        bytes,
                        chain,
                        identity.tcbEvaluationDataNumber(),
                        identity.issueDate(),
                        identity.nextUpdate());
            }
            default -> {
                RevocationList list = RevocationList.parse(bytes.toArray());
                requireSigned(part, chain, root, list.signedBytes(), list.signature());
                return new SignedPart(part, bytes, chain, 0, list.thisUpdate(), list.nextUpdate());
            }
        }
    }

    private static void requireSigned(
            CollateralPart part,
            ByteString chain,
            P256PublicKey root,
            ByteString message,
            Optional<EcdsaP256Signature> signature)
            throws DisbelievedException, DcapFormatException {
        boolean signed = isSigned(root, message, signature);
        if (!chain.isEmpty()) {
            for (SgxCertificate signer : PemChain.parse(chain)) {
                signed |= isSigned(root, signer.signedBytes(), signer.signature())
                        && signer.key().isPresent()
                        && isSigned(signer.key().get(), message, signature);
            }
        }
        if (!signed) {
            throw new DisbelievedException(part + ": not signed under the trusted root (--dcap-root)");
        }
    }

    private static boolean isSigned(P256PublicKey key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return signature.isPresent() && P256.instance().verify(key, message, signature.get());
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
