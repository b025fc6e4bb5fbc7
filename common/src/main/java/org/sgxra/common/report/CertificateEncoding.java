package org.sgxra.common.report;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Certificates in DER (X.690) and in nothing that is only BER: the JDK reads lengths in other forms and bits that count for
 * nothing, so that many encodings would be one certificate.
 */
final class CertificateEncoding {
    private CertificateEncoding() {}

    /** @throws CertificateException if the encoding is not the only one */
    static void requireDer(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getEncoded();
        try {
            ASN1Primitive read = ASN1Primitive.fromByteArray(encoded);
            Certificate fields = Certificate.getInstance(read);
            if (Arrays.equals(read.getEncoded(ASN1Encoding.DER), encoded)
                    && fields.getSignature().getPadBits() == 0
                    && fields.getSubjectPublicKeyInfo().getPublicKeyData().getPadBits() == 0) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle reports what is malformed further inside only when it is looked at.
            throw new CertificateException("not DER: " + e.getMessage(), e);
        }
        throw new CertificateException("not DER");
    }
}
