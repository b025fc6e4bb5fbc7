package org.sgxra.tool.archive;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.report.SigningChain;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * A report in extensions of an X.509 certificate, of a key that the enclave made (RA-TLS; docs/spec/ias-api.md, "Reports inside
 * certificates").
 */
public final class ReportCertificate {
    private static final String NETSCAPE_COMMENT = "2.16.840.1.113730.1.13";
    private static final String REPORT = "1.2.840.113741.1337.2";
    private static final String ROOT = "1.2.840.113741.1337.3";
    private static final String LEAF = "1.2.840.113741.1337.4";
    private static final String SIGNATURE = "1.2.840.113741.1337.5";
    private static final int DER_SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x80;

    private ReportCertificate() {}

    /** True for PEM or DER, as far as the first bytes tell. */
    static boolean is(ByteString content) {
        return content.size() > 1 && content.at(0) == DER_SEQUENCE && content.at(1) > LONG_LENGTH
                || Encoded.isText(content)
                        && Encoded.text(content).contains("-----BEGIN CERTIFICATE-----")
                        && !Encoded.text(content).contains(ReportForm.MARK);
    }

    /** @throws NotDecodableException if it is no certificate, or one without a report */
    static StoredReport read(ByteString content) throws NotDecodableException {
        List<X509Certificate> certificates;
        try {
            certificates = Pem.certificates(content.toArray());
        } catch (CertificateException e) {
            throw new NotDecodableException("unreadable certificate: " + e.getMessage());
        }
        for (X509Certificate certificate : certificates) {
            Optional<StoredReport> report = comment(certificate).or(() -> extensions(certificate));
            if (report.isPresent()) {
                return report.get();
            }
        }
        throw new NotDecodableException("no report: certificates without one in their extensions");
    }

    /** {@code body|signature|leaf} as text. */
    private static Optional<StoredReport> comment(X509Certificate certificate) {
        return extension(certificate, NETSCAPE_COMMENT).flatMap(content -> {
            String text = Encoded.text(content);
            int second = text.lastIndexOf('|');
            int first = text.lastIndexOf('|', second - 1);
            return first < 0
                    ? Optional.empty()
                    : Optional.of(new StoredReport(
                            ReportForm.bytes(text.substring(text.indexOf('{'), first)),
                            SignatureForm.find(ReportForm.bytes(text.substring(first + 1, second))),
                            ChainForm.find(ReportForm.bytes(text.substring(second + 1))),
                            Optional.of(certificate)));
        });
    }

    private static Optional<StoredReport> extensions(X509Certificate certificate) {
        List<X509Certificate> chain = new ArrayList<>();
        for (String oid : List.of(LEAF, ROOT)) {
            extension(certificate, oid).flatMap(ChainForm::certificate).ifPresent(chain::add);
        }
        return extension(certificate, REPORT)
                .map(body -> new StoredReport(
                        body,
                        extension(certificate, SIGNATURE).flatMap(SignatureForm::find),
                        chain.isEmpty() ? Optional.empty() : Optional.of(new SigningChain(chain)),
                        Optional.of(certificate)));
    }

    /** The content of an extension; of text, or of bytes in an octet string of their own, that. */
    private static Optional<ByteString> extension(X509Certificate certificate, String oid) {
        byte[] value = certificate.getExtensionValue(oid);
        if (value == null) {
            return Optional.empty();
        }
        byte[] content = ASN1OctetString.getInstance(value).getOctets();
        try {
            ASN1Primitive inner = ASN1Primitive.fromByteArray(content);
            if (inner instanceof ASN1OctetString octets) {
                return Optional.of(ByteString.of(octets.getOctets()));
            }
            return Optional.of(
                    inner instanceof ASN1String string ? ReportForm.bytes(string.getString()) : ByteString.of(content));
        } catch (IOException e) {
            return Optional.of(ByteString.of(content));
        }
    }

    /**
     * Which form of the certificate's public key stands at the beginning of the enclave's report data, or its SHA-256: what binds the
     * key to the enclave.
     *
     * @param reportData 64 bytes
     * @return the form in words; empty if none does, and the report says nothing of the key
     */
    public static Optional<String> keyIn(ByteString reportData, X509Certificate certificate) {
        for (Map.Entry<String, ByteString> form : forms(certificate).entrySet()) {
            ByteString hash = Sha256.of(form.getValue());
            if (reportData.slice(0, hash.size()).equals(hash)) {
                return Optional.of("SHA-256 of " + form.getKey());
            }
            ByteString key = form.getValue();
            if (key.size() <= reportData.size()
                    && reportData.slice(0, key.size()).equals(key)) {
                return Optional.of(form.getKey());
            }
        }
        return Optional.empty();
    }

    private static Map<String, ByteString> forms(X509Certificate certificate) {
        byte[] encoded = certificate.getPublicKey().getEncoded();
        ByteString key = ByteString.of(
                SubjectPublicKeyInfo.getInstance(encoded).getPublicKeyData().getBytes());
        Map<String, ByteString> forms = new LinkedHashMap<>();
        forms.put("its SubjectPublicKeyInfo", ByteString.of(encoded));
        if (certificate.getPublicKey().getAlgorithm().equals("RSA")) {
            forms.put("its PKCS#1 RSAPublicKey", key);
        } else {
            forms.put("its point", key);
            forms.put("its point without the first byte", key.slice(1, key.size()));
        }
        return forms;
    }
}
