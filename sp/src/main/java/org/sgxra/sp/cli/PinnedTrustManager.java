package org.sgxra.sp.cli;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;

/** Accepts one certificate while it is valid; whether it is for the host in question is another's to say. */
final class PinnedTrustManager extends X509ExtendedTrustManager {
    private final X509Certificate pinned;
    private final X509ExtendedTrustManager judge;

    /** @param judge trusts the certificate, and checks its host when asked to */
    PinnedTrustManager(X509Certificate pinned, X509ExtendedTrustManager judge) {
        this.pinned = pinned;
        this.judge = judge;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (!chain[0].equals(pinned)) {
            throw new CertificateException(
                    "certificate " + name(chain[0]) + " is not the configured one, " + name(pinned) + " (--cert)");
        }
        pinned.checkValidity();
    }

    /** Self-signed certificates of one machine have the same subject: the beginning of the digest tells them apart. */
    private static String name(X509Certificate certificate) throws CertificateException {
        return "\"" + certificate.getSubjectX500Principal() + "\" (SHA-256 "
                + Sha256.of(ByteString.of(certificate.getEncoded())).slice(0, 8) + "...)";
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
        judge.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
        judge.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
        judge.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
