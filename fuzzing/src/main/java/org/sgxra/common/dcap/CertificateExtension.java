package org.sgxra.common.dcap;

import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;

/** The SGX extension of a PCK certificate by itself. */
public final class CertificateExtension {
    private CertificateExtension() {}

    /** Reads one. */
    public static void read(byte[] der) throws DcapFormatException {
        PckExtension extension = PckExtension.parse(der);
        if (extension.components().size() != 16
                || extension.fmspc().size() != 6
                || extension.pceSvn() < 0
                || extension.pceSvn() > 0xffff) {
            throw new AssertionError("other sizes: " + extension);
        }
    }

    /** That of a certificate, if it has one. */
    public static Stream<byte[]> find(byte[] certificate) {
        return Optional.ofNullable(Certificate.getInstance(certificate)
                        .getTBSCertificate()
                        .getExtensions()
                        .getExtension(PckExtension.OID))
                .map(found -> found.getExtnValue().getOctets())
                .stream();
    }
}
