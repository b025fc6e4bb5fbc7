package org.sgxra.common.dcap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;

/**
 * Certificates that have been read before, found by their PEM as most programs write it, or else by their DER bytes: the CA and the
 * root stand in every quote again. Immutable.
 */
public final class KnownCertificates {
    /** No certificate is known. */
    public static final KnownCertificates NONE = new KnownCertificates(List.of());

    private final Map<String, SgxCertificate> byContent = new HashMap<>();
    private final Map<ByteString, SgxCertificate> byDer = new HashMap<>();

    private KnownCertificates(Collection<SgxCertificate> certificates) {
        for (SgxCertificate certificate : certificates) {
            byContent.put(contentOf(certificate), certificate);
            byDer.put(certificate.encoded(), certificate);
        }
    }

    /** These; one may occur more than once. */
    public static KnownCertificates of(Collection<SgxCertificate> certificates) {
        return new KnownCertificates(certificates);
    }

    /**
     * The certificate of a block.
     *
     * @throws PemFormatException if its content is not base64
     * @throws DcapFormatException if that is no certificate
     */
    SgxCertificate read(Pem block) throws PemFormatException, DcapFormatException {
        SgxCertificate same = byContent.get(block.content());
        if (same != null) {
            return same;
        }
        byte[] der = block.der();
        same = byDer.get(ByteString.of(der));
        return same == null ? SgxCertificate.parse(der) : same;
    }

    /** What stands between the lines of {@link PemChain#write}. */
    private static String contentOf(SgxCertificate certificate) {
        try {
            return Pem.find(PemChain.write(List.of(certificate)), 0)
                    .orElseThrow()
                    .content();
        } catch (PemFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
