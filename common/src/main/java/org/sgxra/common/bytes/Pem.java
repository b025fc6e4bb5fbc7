package org.sgxra.common.bytes;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468): DER in base64 between a begin and an end line. What stands around blocks is ignored; between the
 * lines of one, only base64 and white space is allowed. Where each block of a text lies is known, for readers that allow nothing
 * around.
 *
 * @param label what kind of DER it is, {@code CERTIFICATE} for example
 * @param content what stands between the lines, not yet decoded
 * @param start index of the begin line's first character
 * @param end index after the end line's last character, line break not counted
 */
public record Pem(String label, String content, int start, int end) {
    /** Label of an X.509 certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";
    /** Label of a certificate revocation list. */
    public static final String X509_CRL = "X509 CRL";
    /** Label of a private key in PKCS#8. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    /** Label of a SubjectPublicKeyInfo. */
    public static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final String OLD_CERTIFICATE = "X509 CERTIFICATE";
    private static final String CERTIFICATES_ONLY = "PKCS7";
    private static final int SEQUENCE = 0x30;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9. ]*)-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** A block as text, with 64 characters in a line, each line ended by a line feed. */
    public static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Certificates as text, one after the other. */
    public static String encode(List<X509Certificate> certificates) throws CertificateEncodingException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(encode(CERTIFICATE, certificate.getEncoded()));
        }
        return pem.toString();
    }

    /**
     * The first block at or after an index.
     *
     * @param labels which labels to look for; none means any
     * @throws PemFormatException if the block has no end line
     */
    public static Optional<Pem> find(String text, int from, String... labels) throws PemFormatException {
        Set<String> wanted = Set.of(labels);
        Matcher begin = BEGIN.matcher(text);
        for (int at = from; begin.find(at); at = begin.end()) {
            String label = begin.group(1);
            if (wanted.isEmpty() || wanted.contains(label)) {
                String endLine = "-----END " + label + "-----";
                int end = text.indexOf(endLine, begin.end());
                if (end < 0) {
                    throw new PemFormatException("has no end line");
                }
                return Optional.of(
                        new Pem(label, text.substring(begin.end(), end), begin.start(), end + endLine.length()));
            }
        }
        return Optional.empty();
    }

    /**
     * All blocks in their order.
     *
     * @param labels which labels to look for; none means any
     * @throws PemFormatException if a block has no end line
     */
    public static List<Pem> blocks(String text, String... labels) throws PemFormatException {
        List<Pem> blocks = new ArrayList<>();
        for (Optional<Pem> next = find(text, 0, labels);
                next.isPresent();
                next = find(text, next.get().end(), labels)) {
            blocks.add(next.get());
        }
        return blocks;
    }

    /**
     * The certificates of a text in their order; none if there is none. A PKCS#7 block counts as the certificates in it.
     *
     * @throws CertificateException if one is cut short, not base64 or no certificate
     */
    public static List<X509Certificate> certificates(String text) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            Optional<Pem> next = find(text, 0, CERTIFICATE, OLD_CERTIFICATE, CERTIFICATES_ONLY);
            while (next.isPresent()) {
                certificates.addAll(next.get().decode());
                next = find(text, next.get().end(), CERTIFICATE, OLD_CERTIFICATE, CERTIFICATES_ONLY);
            }
        } catch (PemFormatException e) {
            throw new CertificateException("certificate " + (certificates.size() + 1) + " " + e.getMessage(), e);
        }
        return List.copyOf(certificates);
    }

    private List<X509Certificate> decode() throws CertificateException, PemFormatException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] der = der();
        return label.equals(CERTIFICATES_ONLY)
                ? x509(factory.generateCertificates(new ByteArrayInputStream(der)))
                : List.of(alone(factory, der));
    }

    /** One certificate, with nothing after it. */
    private static X509Certificate alone(CertificateFactory factory, byte[] der) throws CertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate = (X509Certificate) factory.generateCertificate(in);
        if (in.available() > 0) {
            throw new CertificateException("something follows the certificate");
        }
        // The JDK writes a length anew that was not in its only form.
        if (!Arrays.equals(certificate.getEncoded(), der)) {
            throw new CertificateException("not DER");
        }
        return certificate;
    }

    /**
     * The certificates of a file, which may as well be in DER, one after the other or in PKCS#7; none if there is none.
     *
     * @throws CertificateException as {@link #certificates(String)}
     */
    public static List<X509Certificate> certificates(byte[] file) throws CertificateException {
        return file.length > 0 && file[0] == SEQUENCE
                ? x509(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file)))
                : certificates(new String(file, StandardCharsets.ISO_8859_1));
    }

    private static List<X509Certificate> x509(Collection<? extends Certificate> certificates) {
        return certificates.stream().map(X509Certificate.class::cast).toList();
    }

    /** True for a private key that is encrypted, in PKCS#8 or with the header of RFC 1421. */
    public boolean isEncrypted() {
        return label.equals("ENCRYPTED PRIVATE KEY") || content.contains("Proc-Type: 4,ENCRYPTED");
    }

    /** @throws PemFormatException if the content is not base64 */
    public byte[] der() throws PemFormatException {
        try {
            byte[] digits = withoutSpace(content);
            byte[] der = Base64.getDecoder().decode(digits);
            if (!isOnlyForm(digits, der)) {
                throw new PemFormatException("is not base64");
            }
            return der;
        } catch (IllegalArgumentException e) {
            throw new PemFormatException("is not base64");
        }
    }

    /** The last digit may have bits that count for nothing, which the JDK does not look at: they must be zero. */
    private static boolean isOnlyForm(byte[] digits, byte[] der) {
        byte[] lastBytes = Arrays.copyOfRange(der, der.length - der.length % 3, der.length);
        byte[] lastDigits = Base64.getEncoder().withoutPadding().encode(lastBytes);
        int end = digits.length;
        while (end > 0 && digits[end - 1] == '=') {
            end--;
        }
        return Arrays.equals(digits, end - lastDigits.length, end, lastDigits, 0, lastDigits.length);
    }

    private static byte[] withoutSpace(String text) {
        byte[] digits = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && (c < '\t' || c > '\r')) {
                // What is no character of base64 stays none.
                digits[size++] = (byte) (c < 0x80 ? c : '?');
            }
        }
        return Arrays.copyOf(digits, size);
    }

    /** The label alone, since the content may be a private key. */
    @Override
    public String toString() {
        return "PEM " + label;
    }
}
