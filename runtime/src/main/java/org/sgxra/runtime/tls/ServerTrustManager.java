package org.sgxra.runtime.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client's trust in servers: another decides, and {@link #check} has its say before or after. No clients are trusted. */
public abstract class ServerTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    /** @param judge checks the chain, and the host where it is asked to */
    protected ServerTrustManager(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** A decision. */
    protected interface Decision {
        /** @throws CertificateException if the server is not trusted */
        void make() throws CertificateException;
    }

    /**
     * Decides about a server.
     *
     * @param chain the server's certificate first
     * @param authType what its key is for, in the words of the JDK
     * @param host that was asked for; empty if that is not known
     * @param judgement the other's decision, which is not made yet
     * @throws CertificateException if it is not trusted
     */
    protected abstract void check(X509Certificate[] chain, String authType, String host, Decision judgement)
            throws CertificateException;

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        String type = inWordsOfJdk(authType);
        check(
                chain,
                type,
                socket instanceof SSLSocket tls ? host(tls.getHandshakeSession()) : "",
                () -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String type = inWordsOfJdk(authType);
        check(chain, type, host(engine.getHandshakeSession()), () -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        String type = inWordsOfJdk(authType);
        check(chain, type, "", () -> judge.checkServerTrusted(chain, type));
    }

    private static String host(SSLSession handshake) {
        return handshake == null || handshake.getPeerHost() == null ? "" : handshake.getPeerHost();
    }

    /** In TLS 1.3 the cipher suite does not say what the certificate's key is for; BoringSSL has another word for that than the JDK. */
    private static String inWordsOfJdk(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
