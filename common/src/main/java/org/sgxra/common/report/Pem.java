package org.sgxra.common.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates in PEM (RFC 7468), one after the other; text around them is ignored. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private Pem() {}

    /**
     * The certificates in their order; none if there is none.
     *
     * @throws CertificateException if one is cut short, not base64 or no certificate
     */
    public static List<X509Certificate> certificates(String pem) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (int at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at)) {
            int end = pem.indexOf(END, at);
            if (end < 0) {
                throw new CertificateException("certificate " + (certificates.size() + 1) + " has no end line");
            }
            byte[] der = decode(pem.substring(at + BEGIN.length(), end), certificates.size() + 1);
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            at = end + END.length();
        }
        return List.copyOf(certificates);
    }

    private static byte[] decode(String lines, int number) throws CertificateException {
        try {
            return Base64.getDecoder().decode(lines.replaceAll("\\s", "").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("certificate " + number + " is not base64", e);
        }
    }

    /** A certificate as text, ended by a line feed. */
    public static String encode(X509Certificate certificate) throws CertificateException {
        return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n" + END + "\n";
    }
}
