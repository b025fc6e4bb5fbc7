package org.sgxra.services.http;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.sgxra.runtime.tls.TlsContexts;
import org.sgxra.services.state.SigningIdentity;

/**
 * TLS of a server.
 *
 * @param asksForCertificates true if clients are asked for a certificate; they need not have one
 */
public record ServerTls(SSLContext context, boolean asksForCertificates) {
    /** Of a server that asks nobody who he is. */
    public static ServerTls of(SigningIdentity identity) throws GeneralSecurityException {
        return new ServerTls(TlsContexts.server(identity.privateKey(), identity.chain()), false);
    }

    /**
     * Of a server that asks clients for a certificate. It takes any: whether it is one that it knows, is an answer of HTTP, 401, not an
     * alert.
     *
     * @param known whose names clients are told, that they may choose
     */
    public static ServerTls asking(SigningIdentity identity, List<X509Certificate> known)
            throws GeneralSecurityException {
        return new ServerTls(TlsContexts.server(identity.privateKey(), identity.chain(), new Any(known)), true);
    }

    /** Lets each certificate through; the handshake proves that the client has its key. */
    private record Any(List<X509Certificate> known) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("for servers only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return known.toArray(new X509Certificate[0]);
        }
    }
}
