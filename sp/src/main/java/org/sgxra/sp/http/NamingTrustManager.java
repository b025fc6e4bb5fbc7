package org.sgxra.sp.http;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sgxra.runtime.tls.ServerTrustManager;

/** Decides as another does, and names the certificate when it is refused. */
final class NamingTrustManager extends ServerTrustManager {
    NamingTrustManager(X509ExtendedTrustManager judge) {
        super(judge);
    }

    @Override
    protected void check(X509Certificate[] chain, String authType, String host, Decision judgement)
            throws CertificateException {
        try {
            judgement.make();
        } catch (CertificateException e) {
            throw new CertificateException(
                    "certificate \"" + chain[0].getSubjectX500Principal() + "\" (issued by \""
                            + chain[0].getIssuerX500Principal() + "\", valid until "
                            + chain[0].getNotAfter().toInstant()
                            + ") is refused: " + reason(e),
                    e);
        }
    }

    private static String reason(CertificateException refusal) {
        Throwable innermost = refusal;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = String.valueOf(innermost.getMessage());
        return text.contains("unable to find valid certification path")
                ? "no CA of the CA bundle (-B) issued it"
                : text;
    }
}
