package org.sgxra.services.state;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** PEM texts (RFC 7468) of certificates and of keys, PKCS #8 and SubjectPublicKeyInfo. */
public final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** Certificates one after the other; every line ends with a line feed. */
    public static String of(List<X509Certificate> certificates) throws GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.toString();
    }

    /** A key: {@code PRIVATE KEY} or {@code PUBLIC KEY}. */
    static String of(Key key) {
        return block(key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY", key.getEncoded());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The private key in a text that may hold certificates as well. */
    static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new InvalidKeyException("no PEM private key in it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("PEM private key: " + e.getMessage(), e);
        }
    }

    /** The certificates in a text that may hold a key before them. */
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        int start = Math.max(0, pem.indexOf("-----BEGIN CERTIFICATE-----"));
        byte[] text = pem.substring(start).getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
