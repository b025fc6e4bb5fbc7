package org.sgxra.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.InvalidReportException.Step;
import org.sgxra.common.report.SigningChain;

/**
 * Who may sign attestation reports: Intel's CA, or others that a file names (docs/spec/ias-api.md section 4). Chains are
 * validated by PKIX (RFC 5280) at the time of the report, because the leaf of every report Intel ever signed expired on 20
 * November 2026; revocation is not asked about, which would need the network.
 */
public final class ReportSigningCa {
    private static final String INTEL_RESOURCE = "intel-report-signing-ca.pem";
    private static final String INTEL_SHA256 = "7b42e41ec43b91db834a065de4f98a13c44d695570e839cfa8921e584e40735d";
    private static final int KEY_CERT_SIGN = 5;

    private final List<X509Certificate> anchors;

    private ReportSigningCa(List<X509Certificate> anchors) {
        this.anchors = anchors;
    }

    /** Intel's root, built in and pinned by its SHA-256. */
    public static ReportSigningCa intel() {
        try (InputStream in = ReportSigningCa.class.getResourceAsStream(INTEL_RESOURCE)) {
            List<X509Certificate> root = Pem.certificates(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            if (root.size() != 1 || !isIntels(root.get(0))) {
                throw new IllegalStateException(INTEL_RESOURCE + " is not Intel's root");
            }
            return new ReportSigningCa(root);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(INTEL_RESOURCE + " cannot be read", e);
        }
    }

    /**
     * Reads a CA certificate from the text of a PEM file. Whoever takes the signing certificate itself for the CA is told so. A
     * CA for something else does not sign reports, and of many together nobody knows what they all sign.
     *
     * @throws CertificateException if there is not one, or it is unreadable, no CA, or one for certain purposes
     */
    public static ReportSigningCa fromPem(String pem) throws CertificateException {
        List<X509Certificate> certificates = Pem.certificates(pem);
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    pem.contains("PRIVATE KEY")
                            ? "it holds a private key, not a certificate"
                            : "it holds no PEM certificate");
        }
        for (X509Certificate certificate : certificates) {
            boolean[] usage = certificate.getKeyUsage();
            if (certificate.getBasicConstraints() < 0) {
                boolean ownIssuer = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
                throw new CertificateException("\"" + certificate.getSubjectX500Principal() + "\" is no CA certificate"
                        + (ownIssuer
                                ? " (it signed itself, but its basic constraints do not make it a CA)"
                                : " but one that a CA issued: use the certificate of \""
                                        + certificate.getIssuerX500Principal() + "\""));
            }
            if (usage != null && !usage[KEY_CERT_SIGN]) {
                throw new CertificateException("\"" + certificate.getSubjectX500Principal()
                        + "\" may not sign certificates (key usage without keyCertSign)");
            }
            if (SigningChain.hasExtendedKeyUsage(certificate)) {
                throw new CertificateException("\"" + certificate.getSubjectX500Principal()
                        + "\" is a CA for certain purposes (extended key usage), none of which is signing reports");
            }
        }
        if (certificates.stream().distinct().count() > 1) {
            throw new CertificateException("it holds " + certificates.size()
                    + " CA certificates; only the one that the signers of reports have theirs from may be in it");
        }
        return new ReportSigningCa(certificates.stream().distinct().toList());
    }

    /** The trusted certificates. */
    public List<X509Certificate> certificates() {
        return anchors;
    }

    /** True if Intel's root is the only one trusted. */
    public boolean isIntel() {
        return anchors.size() == 1 && isIntels(anchors.get(0));
    }

    /** True if {@code certificate} is Intel's root. */
    static boolean isIntels(X509Certificate certificate) {
        try {
            return Sha256.of(ByteString.of(certificate.getEncoded())).hex().equals(INTEL_SHA256);
        } catch (CertificateException e) {
            throw new IllegalStateException("what was parsed can be encoded", e);
        }
    }

    /**
     * Checks that {@code chain} leads to a trusted certificate, all of it being valid at {@code time}, and that its leaf
     * may sign reports.
     *
     * @return the trusted certificate at its end
     */
    public X509Certificate validate(SigningChain chain, Instant time) throws InvalidReportException {
        // A chain usually repeats the root. PKIX wants the path without its anchor.
        List<X509Certificate> path =
                chain.certificates().stream().filter(c -> !anchors.contains(c)).toList();
        if (path.isEmpty() || !path.get(0).equals(chain.leaf())) {
            throw fault("the certificate that signed the report is the CA itself", null);
        }
        try {
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            Set<TrustAnchor> trusted =
                    anchors.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
            X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
            anchor.checkValidity(Date.from(time));
            chain.requireSigningLeaf();
            chain.requireNoOtherPurpose(path);
            return anchor;
        } catch (CertPathValidatorException e) {
            X509Certificate culprit = e.getIndex() < 0 ? chain.leaf() : path.get(e.getIndex());
            throw fault(
                    "at the time of the report, " + time + ", not valid under the trusted CA (" + names() + "): "
                            + e.getMessage() + "; " + SigningChain.describe(culprit),
                    e);
        } catch (CertificateException e) {
            throw fault("the trusted CA was not valid at the time of the report, " + time, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PKIX", e);
        }
    }

    private static InvalidReportException fault(String reason, Throwable cause) {
        return new InvalidReportException(Step.CHAIN, "signing chain", reason, cause);
    }

    private String names() {
        return anchors.stream()
                .map(a -> "\"" + a.getSubjectX500Principal() + "\"")
                .collect(Collectors.joining(", "));
    }
}
