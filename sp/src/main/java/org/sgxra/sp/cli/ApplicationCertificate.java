package org.sgxra.sp.cli;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.tls.TlsContexts;

/** Trust in exactly one TLS certificate, that of the Application; what a CA says of another does not matter. */
final class ApplicationCertificate {
    private final X509Certificate certificate;

    private ApplicationCertificate(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Reads the first certificate of a file in PEM or DER.
     *
     * @throws CertificateException if there is none
     */
    static ApplicationCertificate of(byte[] file) throws CertificateException {
        return new ApplicationCertificate(Pem.certificates(file).stream()
                .findFirst()
                .orElseThrow(() -> new CertificateException("no certificate in it")));
    }

    /** TLS that accepts this certificate only, and no certificate of our own. */
    SSLContext newContext() {
        try {
            return TlsContexts.client(new PinnedTrustManager(certificate, TlsContexts.trust(List.of(certificate))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be trusted", e);
        }
    }
}
