package org.sgxra.services.api;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.sgxra.runtime.tls.TlsContexts;

/**
 * Which certificates clients of the first API versions prove themselves with (docs/spec/ias-api.md section 1): some, self-signed as they
 * often were, and those that some vouch for.
 */
public final class ClientCertificates {
    private final X509TrustManager trust;

    /** @throws GeneralSecurityException if one of {@code known} is of no use */
    public ClientCertificates(List<X509Certificate> known) throws GeneralSecurityException {
        this.trust = TlsContexts.trust(known);
    }

    /** Why a client's chain, its own certificate first, is not good enough; nothing if it is. */
    Optional<String> fault(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.of("no client certificate");
        }
        try {
            // One that is known itself is taken without a look at its dates otherwise.
            chain.get(0).checkValidity();
            trust.checkClientTrusted(
                    chain.toArray(new X509Certificate[0]),
                    chain.get(0).getPublicKey().getAlgorithm());
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(
                    "client certificate of " + chain.get(0).getSubjectX500Principal() + ": " + e.getMessage());
        }
    }
}
