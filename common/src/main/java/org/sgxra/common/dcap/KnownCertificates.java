package org.sgxra.common.dcap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final List<Written> written;
    private final Map<ByteString, SgxCertificate> byDer = new HashMap<>();

    /**
     * A certificate in PEM.
     *
     * @param pem from the begin line to the end line, without what ends that
     */
    record Written(String pem, SgxCertificate certificate) {
        static Written of(SgxCertificate certificate) {
            return new Written(PemChain.write(List.of(certificate)).strip(), certificate);
        }

        boolean isAt(String text, int at) {
            int end = at + pem.length();
            return end <= text.length() && text.substring(at, end).equals(pem);
        }
    }

    private KnownCertificates(Collection<SgxCertificate> certificates) {
        written = certificates.stream().distinct().map(Written::of).toList();
        for (SgxCertificate certificate : certificates) {
            byDer.put(certificate.encoded(), certificate);
        }
    }

    /** These; one may occur more than once. */
    public static KnownCertificates of(Collection<SgxCertificate> certificates) {
        return new KnownCertificates(certificates);
    }

    /** The known certificate whose PEM begins there. */
    Optional<Written> at(String text, int at) {
        for (Written next : written) {
            if (next.isAt(text, at)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /**
     * The certificate of a block.
     *
     * @throws PemFormatException if its content is not base64
     * @throws DcapFormatException if that is no certificate
     */
    SgxCertificate read(Pem block) throws PemFormatException, DcapFormatException {
        byte[] der = block.der();
        SgxCertificate same = byDer.get(ByteString.of(der));
        return same == null ? SgxCertificate.parse(der) : same;
    }
}
