package org.sgxra.tool.archive;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.report.PercentEncoding;
import org.sgxra.common.report.SigningChain;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * The certificates of a report in any form: PEM, also with {@code \n} for line ends, DER, PKCS#7, base64 or hexadecimal digits of DER,
 * percent-encoded, form-encoded ({@code +} for a space), or the line of the header. The leaf may come last. Text may be
 * UTF-16 or begin with a byte order mark.
 */
public final class ChainForm {
    private static final Pattern FORM_ENCODED = Pattern.compile("BEGIN\\+(X509\\+)?CERTIFICATE");
    /** What stands between certificates in base64. */
    private static final Pattern BETWEEN =
            Pattern.compile("[\\s,|;\"\\[\\]]*[,|;\\[\\]\"][\\s,|;\"\\[\\]]*|\\R\\s*\\R");

    private static final int MAX_NESTING = 3;

    private ChainForm() {}

    /** @throws NotDecodableException saying what it looks like instead */
    public static SigningChain decode(ByteString content) throws NotDecodableException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        try {
            certificates.addAll(certificates(content, MAX_NESTING));
        } catch (CertificateException e) {
            throw new NotDecodableException("unreadable certificate: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new NotDecodableException("no certificate: it looks like " + Lookalike.of(content));
        }
        if (certificates.size() > SigningChain.MAX_LENGTH) {
            throw new NotDecodableException(
                    certificates.size() + " certificates instead of 1 to " + SigningChain.MAX_LENGTH);
        }
        return new SigningChain(certificates.stream()
                .sorted(Comparator.comparing(certificate -> certificate.getBasicConstraints() >= 0))
                .toList());
    }

    /** Empty for what holds no certificate. */
    static Optional<SigningChain> find(ByteString content) {
        try {
            return Optional.of(decode(content));
        } catch (NotDecodableException e) {
            return Optional.empty();
        }
    }

    private static List<X509Certificate> certificates(ByteString content, int nesting) throws CertificateException {
        if (nesting == 0) {
            return List.of();
        }
        if (!Encoded.isText(content)) {
            Optional<ByteString> text = StorageChange.unmarked(content).filter(Encoded::isText);
            return text.isPresent() ? certificates(text.get(), nesting - 1) : Pem.certificates(content.toArray());
        }
        String text = plain(HeaderValue.orText(HeaderValue.CHAIN, Encoded.text(content)));
        return text.contains("-----BEGIN ") ? Pem.certificates(text) : encoded(text, nesting);
    }

    /** Without percent-encoding, and with line ends instead of their names in strings. */
    private static String plain(String given) throws CertificateException {
        String text = given;
        if (FORM_ENCODED.matcher(text).find()) {
            text = text.indexOf('%') < 0
                    ? text.replace("BEGIN+", "BEGIN ").replace("END+", "END ").replace("X509+", "X509 ")
                    : text.replace("+", "%20");
        }
        if (text.contains("BEGIN%20")) {
            try {
                text = PercentEncoding.decode(text.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw new CertificateException(e.getMessage(), e);
            }
        }
        return text.replace("\\r", "").replace("\\n", "\n").replace("\\/", "/");
    }

    private static List<X509Certificate> encoded(String text, int nesting) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String part : BETWEEN.split(text)) {
            if (!part.isBlank()) {
                certificates.addAll(certificates(bytes(part), nesting - 1));
            }
        }
        return certificates;
    }

    private static ByteString bytes(String part) {
        try {
            return Encoded.of(ByteString.of(part.getBytes(StandardCharsets.ISO_8859_1)))
                    .bytes();
        } catch (NotDecodableException e) {
            return ByteString.EMPTY;
        }
    }

    /** One certificate in DER, or base64 of it. */
    static Optional<X509Certificate> certificate(ByteString content) {
        try {
            ByteString der = Encoded.of(content).bytes();
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray())));
        } catch (CertificateException | NotDecodableException e) {
            return Optional.empty();
        }
    }
}
