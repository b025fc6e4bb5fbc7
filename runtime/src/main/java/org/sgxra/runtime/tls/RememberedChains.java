package org.sgxra.runtime.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides as another does, and remembers whom it has trusted: the same chain of the same host is not judged again as long as all
 * of its certificates are valid. To validate a chain takes the JDK longer than the whole handshake takes Conscrypt. What was
 * refused is judged each time.
 *
 * <p>For connections that all ask for the same kind of endpoint identification, and for a judge that asks nobody about
 * revocation.
 */
final class RememberedChains extends ServerTrustManager {
    private static final int MAX_CHAINS = 32;

    private final Clock clock;
    /** By host, authentication type and chain: a list, since the first comparison of records takes a command 20 ms. */
    private final Map<List<Object>, Validity> trusted = new LinkedHashMap<>(MAX_CHAINS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Validity> eldest) {
            return size() > MAX_CHAINS;
        }
    };

    /** When all certificates are valid. */
    private record Validity(Instant from, Instant to) {
        static Validity of(X509Certificate[] chain) {
            return new Validity(
                    Arrays.stream(chain)
                            .map(certificate -> certificate.getNotBefore().toInstant())
                            .max(Instant::compareTo)
                            .orElse(Instant.MAX),
                    Arrays.stream(chain)
                            .map(certificate -> certificate.getNotAfter().toInstant())
                            .min(Instant::compareTo)
                            .orElse(Instant.MIN));
        }

        boolean contains(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    /**
     * @param judge checks chain and host
     * @param clock by which certificates expire
     */
    RememberedChains(X509ExtendedTrustManager judge, Clock clock) {
        super(judge);
        this.clock = clock;
    }

    @Override
    protected void check(X509Certificate[] chain, String authType, String host, Decision judgement)
            throws CertificateException {
        if (host.isEmpty()) {
            judgement.make();
            return;
        }
        List<Object> key = Arrays.asList(host, authType, List.of(chain));
        if (isTrusted(key)) {
            return;
        }
        judgement.make();
        Validity validity = Validity.of(chain);
        if (validity.contains(clock.instant())) {
            synchronized (trusted) {
                trusted.put(key, validity);
            }
        }
    }

    private boolean isTrusted(List<Object> key) {
        synchronized (trusted) {
            Validity validity = trusted.get(key);
            return validity != null && validity.contains(clock.instant());
        }
    }
}
