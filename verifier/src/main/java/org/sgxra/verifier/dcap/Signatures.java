package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * Asks whether something is signed.
 *
 * @param verified what was found signed when the collateral was prepared
 * @param ecdsa verifies the rest
 */
record Signatures(VerifiedSignatures verified, EcdsaVerification ecdsa) {
    /** True if the certificate names {@code issuer} and is signed by it. */
    boolean isIssuedBy(SgxCertificate certificate, SgxCertificate issuer) {
        return certificate.issuer().equals(issuer.subject())
                && isSigned(issuer.key(), certificate.signedBytes(), certificate.signature());
    }

    boolean isSigned(Optional<P256PublicKey> key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return key.isPresent() && isSigned(key.get(), message, signature);
    }

    boolean isSigned(P256PublicKey key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return signature.isPresent()
                && (verified.contains(key, message, signature.get()) || ecdsa.verify(key, message, signature.get()));
    }

    /** True if the 64 bytes r, s, big-endian, are a signature of {@code message}. */
    boolean isSigned(Optional<P256PublicKey> key, ByteString message, ByteString rs) {
        return isSigned(key, message, Optional.of(EcdsaP256Signature.fromBigEndian(rs)));
    }
}
