package org.sgxra.page.html;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.sgxra.common.bytes.Hex;

/** Certificates to read: for whom, by whom, how long, for which platform. Nothing is verified here. */
final class CertificateBoxes {
    private static final int MAX_NAME = 400;

    private CertificateBoxes() {}

    /** @param pem certificates of anybody, the leaf first */
    static void write(Html out, String pem) {
        List<X509Certificate> chain = parse(pem);
        if (chain.isEmpty()) {
            out.element("p", "There are no certificates that can be read.");
            return;
        }
        out.open("ol", "class", "chain");
        for (X509Certificate certificate : chain) {
            String subject = certificate.getSubjectX500Principal().getName();
            out.open("li", "class", "box");
            out.open("p")
                    .element("strong", Texts.shortened(commonName(subject), MAX_NAME))
                    .close();
            out.open("dl");
            entry(out, "for", subject);
            entry(out, "by", certificate.getIssuerX500Principal().getName());
            entry(
                    out,
                    "valid",
                    certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant());
            entry(out, "serial number", certificate.getSerialNumber().toString(16));
            entry(out, "key", key(certificate.getPublicKey()));
            platform(out, certificate);
            out.close(2).line();
        }
        out.close();
        out.open("details").element("summary", "The certificates in PEM");
        out.element("pre", Texts.shortened(pem, Texts.MAX_TEXT)).close();
    }

    /** What people call it: the common name, or the whole name where there is none. */
    private static String commonName(String name) {
        try {
            for (Rdn part : new LdapName(name).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
        } catch (InvalidNameException e) {
            // Whatever it is, it can be shown.
        }
        return name;
    }

    private static String key(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return key.getAlgorithm() + ", " + rsa.getModulus().bitLength() + " bits";
        }
        return key instanceof ECKey ec
                ? key.getAlgorithm() + ", " + ec.getParams().getOrder().bitLength() + " bits"
                : key.getAlgorithm();
    }

    /** The FMSPC stands in Intel's extension as an OCTET STRING of 6 bytes after its object identifier. */
    private static void platform(Html out, X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue("1.2.840.113741.1.13.1");
        if (extension == null) {
            return;
        }
        String digits = Hex.encode(extension);
        String marker = "060a2a864886f84d010d0104" + "0406";
        int at = digits.indexOf(marker);
        if (at >= 0 && digits.length() >= at + marker.length() + 12) {
            entry(
                    out,
                    "FMSPC, the kind of processor",
                    digits.substring(at + marker.length(), at + marker.length() + 12));
        }
    }

    private static List<X509Certificate> parse(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(pem.replace("\0", "").getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            return List.of();
        }
    }

    private static void entry(Html out, String term, String text) {
        out.element("dt", term).element("dd", Texts.shortened(text, MAX_NAME));
    }
}
