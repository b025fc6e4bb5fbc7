package org.sgxra.services.state;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that vouch for it.
 *
 * @param chain leaf first, then the root
 */
public record SigningIdentity(PrivateKey privateKey, List<X509Certificate> chain) {
    public SigningIdentity {
        chain = List.copyOf(chain);
    }
}
