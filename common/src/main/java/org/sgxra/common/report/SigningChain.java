package org.sgxra.common.report;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.RsaSha256;
import org.sgxra.common.report.InvalidReportException.Step;

/**
 * The certificates that come with a report, leaf first (docs/spec/ias-api.md sections 3 and 4). Nothing is known of them until
 * they were validated under a trusted CA.
 *
 * @param certificates at least one, at most {@link #MAX_LENGTH}
 */
public record SigningChain(List<X509Certificate> certificates) {
    /** Certificates at most; two are usual. */
    public static final int MAX_LENGTH = 8;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int MIN_RSA_BITS = 2048;
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String FIELD = "signing chain";

    public SigningChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty() || certificates.size() > MAX_LENGTH) {
            throw new IllegalArgumentException("a chain has 1 to " + MAX_LENGTH + " certificates");
        }
    }

    /**
     * Reads the value of the header {@code X-IASReport-Signing-Certificate}: percent-encoded PEM, as Intel's service sends it, or
     * form-encoded, as services by others may, with plus signs for blanks. Only the lines around a certificate have blanks, and a plus
     * sign elsewhere is one in both.
     */
    public static SigningChain fromHeader(String value) throws InvalidReportException {
        try {
            return fromPem(PercentEncoding.decode(value.replace("BEGIN+CERTIFICATE", "BEGIN%20CERTIFICATE")
                    .replace("END+CERTIFICATE", "END%20CERTIFICATE")));
        } catch (IllegalArgumentException e) {
            throw new InvalidReportException(Step.CHAIN, FIELD, e.getMessage(), e);
        }
    }

    /** Reads PEM certificates, leaf first. */
    public static SigningChain fromPem(String pem) throws InvalidReportException {
        List<X509Certificate> certificates;
        try {
            certificates = Pem.certificates(pem);
            for (X509Certificate certificate : certificates) {
                CertificateEncoding.requireDer(certificate);
            }
        } catch (CertificateException e) {
            throw new InvalidReportException(Step.CHAIN, FIELD, "unreadable certificate: " + e.getMessage(), e);
        }
        if (certificates.isEmpty() || certificates.size() > MAX_LENGTH) {
            throw new InvalidReportException(
                    Step.CHAIN, FIELD, certificates.size() + " certificates instead of 1 to " + MAX_LENGTH);
        }
        return new SigningChain(certificates);
    }

    /** The certificate whose key signed the report. */
    public X509Certificate leaf() {
        return certificates.get(0);
    }

    /**
     * Checks that the leaf is what may sign reports: no CA, meant for signatures, RSA of 2048 bits or more. Without a key
     * usage extension a key may be used for anything (RFC 5280 section 4.2.1.3).
     */
    public void requireSigningLeaf() throws InvalidReportException {
        X509Certificate leaf = leaf();
        boolean[] usage = leaf.getKeyUsage();
        String fault = null;
        if (leaf.getBasicConstraints() >= 0) {
            fault = "is a CA itself; its first certificate must be the one that signed the report";
        } else if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            fault = "is not meant for signatures (key usage without digitalSignature)";
        } else if (!(leaf.getPublicKey() instanceof RSAPublicKey key)
                || key.getModulus().bitLength() < MIN_RSA_BITS) {
            fault = "has no RSA key of " + MIN_RSA_BITS + " bits or more";
        }
        if (fault != null) {
            throw new InvalidReportException(Step.CHAIN, FIELD, describe(leaf) + " " + fault);
        }
    }

    /**
     * Checks that nothing else than signing reports is what the certificates are for: those of a TLS server, whatever its name,
     * have an extended key usage (RFC 5280 section 4.2.1.12), those of report signers have none.
     *
     * @param path certificates of this chain below the trusted one
     */
    public void requireNoOtherPurpose(List<X509Certificate> path) throws InvalidReportException {
        for (X509Certificate certificate : path) {
            if (hasExtendedKeyUsage(certificate)) {
                throw new InvalidReportException(
                        Step.CHAIN, FIELD, describe(certificate) + " is for other purposes (extended key usage)");
            }
        }
    }

    /** True if the certificate names purposes, one or several. */
    public static boolean hasExtendedKeyUsage(X509Certificate certificate) {
        return certificate.getExtensionValue(EXTENDED_KEY_USAGE) != null;
    }

    /** True if {@code signature} is RSA PKCS#1 v1.5 with SHA-256 by the leaf over exactly {@code body}. */
    public boolean signed(byte[] body, ByteString signature) {
        return RsaSha256.verify(leaf().getPublicKey(), body, signature);
    }

    /** The certificates as PEM, in their order. */
    public String toPem() {
        try {
            return Pem.encode(certificates);
        } catch (CertificateException e) {
            throw new IllegalStateException("what was parsed can be encoded", e);
        }
    }

    /** A certificate for people: subject, issuer and validity. */
    public static String describe(X509Certificate certificate) {
        return "certificate \"" + certificate.getSubjectX500Principal() + "\" (issued by \""
                + certificate.getIssuerX500Principal() + "\", valid "
                + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + ")";
    }
}
