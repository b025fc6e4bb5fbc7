package org.sgxra.sp.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in exactly one TLS certificate, that of the Application; what a CA says of another does not matter. */
final class ApplicationCertificate {
    private final X509Certificate certificate;

    private ApplicationCertificate(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Reads the first certificate of a PEM file.
     *
     * @throws CertificateException if there is none
     */
    static ApplicationCertificate fromPem(String pem) throws CertificateException {
        return new ApplicationCertificate((X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))));
    }

    /** TLS that accepts this certificate only, and no certificate of our own. */
    SSLContext newContext() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("application", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new PinnedTrustManager(certificate, (X509ExtendedTrustManager) factory.getTrustManagers()[0])
                    },
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
