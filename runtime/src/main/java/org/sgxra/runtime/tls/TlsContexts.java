package org.sgxra.runtime.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Collection;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.sgxra.common.crypto.P256;

/** TLS as each side needs it: a server with a certificate, a client that trusts some. */
public final class TlsContexts {
    /** What is spoken; nothing older is secure. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final String IMPOSSIBLE = "every Java platform has TLS and trust stores in memory";

    private TlsContexts() {}

    /** The protocol versions to enable, TLS 1.3 and 1.2. */
    public static String[] protocols() {
        return PROTOCOLS.clone();
    }

    /**
     * For a server.
     *
     * @param chain its certificate first
     * @throws GeneralSecurityException if the key or a certificate is of no use
     */
    public static SSLContext server(PrivateKey key, Collection<? extends Certificate> chain)
            throws GeneralSecurityException {
        return server(key, chain, null);
    }

    /**
     * For a server that asks its clients for certificates.
     *
     * @param chain its certificate first
     * @param clients which ones may pass the handshake
     * @throws GeneralSecurityException if the key or a certificate is of no use
     */
    public static SSLContext server(PrivateKey key, Collection<? extends Certificate> chain, TrustManager clients)
            throws GeneralSecurityException {
        KeyStore store = emptyStore("PKCS12");
        store.setEntry("server", entry(key, chain), inMemory());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients == null ? null : new TrustManager[] {clients}, null);
        return context;
    }

    private static KeyStore.PrivateKeyEntry entry(PrivateKey key, Collection<? extends Certificate> chain)
            throws GeneralSecurityException {
        try {
            return new KeyStore.PrivateKeyEntry(key, chain.toArray(new Certificate[0]));
        } catch (IllegalArgumentException e) {
            throw new KeyStoreException(e.getMessage(), e);
        }
    }

    /**
     * For an entry of a store that no file is made of: nobody guesses its password, which is empty. The 10,000 rounds of hashing
     * that hinder this in files take as long as many handshakes.
     */
    private static KeyStore.ProtectionParameter inMemory() {
        return new KeyStore.PasswordProtection(
                new char[0],
                "PBEWithHmacSHA256AndAES_256",
                new PBEParameterSpec(new byte[16], 1, new IvParameterSpec(new byte[16])));
    }

    /** For a client without a certificate of its own. */
    public static SSLContext client(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(IMPOSSIBLE, e);
        }
    }

    /**
     * The same by Conscrypt where its native library loads: a handshake then costs a tenth of what it costs in the JDK's TLS. A
     * chain that was trusted once is not judged again as long as it is valid, and the host is the same.
     *
     * @param judge of chains and hosts; all connections ask for the same kind of endpoint identification
     */
    public static SSLContext fastClient(X509ExtendedTrustManager judge) {
        TrustManager trust = new RememberedChains(judge, Clock.systemUTC());
        if (!P256.instance().library().equals("Conscrypt")) {
            return client(trust);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS", ConscryptTls.PROVIDER);
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt has TLS", e);
        }
    }

    /** Loaded only where Conscrypt is known to work; registered nowhere. */
    private static final class ConscryptTls {
        static final Provider PROVIDER = Conscrypt.newProvider();
    }

    /**
     * Trust in some certificates, CAs or not, and what they vouch for.
     *
     * @throws GeneralSecurityException if one of them is of no use
     */
    public static X509ExtendedTrustManager trust(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException {
        KeyStore store = emptyStore(KeyStore.getDefaultType());
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return trust(store);
    }

    /** Trust in the CAs that the JDK comes with. */
    public static X509ExtendedTrustManager trustOfJdk() {
        try {
            return trust((KeyStore) null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's own CAs cannot be read", e);
        }
    }

    private static X509ExtendedTrustManager trust(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore emptyStore(String type) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException(IMPOSSIBLE, e);
        }
    }
}
