package org.sgxra.sp.cli;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.regex.Pattern;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.runtime.tls.ServerTrustManager;

/** Accepts one certificate while it is valid; whether it is for the host in question is another's to say. */
final class PinnedTrustManager extends ServerTrustManager {
    private static final Pattern OTHER_HOST = Pattern.compile("^No (?:name matching|subject alternative) ");

    private final X509Certificate pinned;

    /** @param judge trusts the certificate, and checks its host when asked to */
    PinnedTrustManager(X509Certificate pinned, X509ExtendedTrustManager judge) {
        super(judge);
        this.pinned = pinned;
    }

    @Override
    protected void check(X509Certificate[] chain, String authType, String host, Decision judgement)
            throws CertificateException {
        if (!chain[0].equals(pinned)) {
            throw new CertificateException(
                    "certificate " + name(chain[0]) + " is not the configured one, " + name(pinned) + " (--cert)");
        }
        checkTime(pinned, Instant.now());
        try {
            judgement.make();
        } catch (CertificateException e) {
            if (OTHER_HOST.matcher(String.valueOf(e.getMessage())).find()) {
                throw new CertificateException("certificate " + name(pinned) + " is for another host: "
                        + e.getMessage().replaceFirst("\\.$", "") + "; --no-host-check leaves the host out");
            }
            throw e;
        }
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws CertificateException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isAfter(to)) {
            throw new CertificateException("certificate " + name(certificate) + " expired on " + to
                    + " (--cert); the Application needs a new one (isv-cert)");
        }
        if (now.isBefore(from)) {
            throw new CertificateException("certificate " + name(certificate) + " is not valid before " + from
                    + " (--cert): is the clock of this machine right?");
        }
    }

    /** Self-signed certificates of one machine have the same subject: the beginning of the digest tells them apart. */
    private static String name(X509Certificate certificate) throws CertificateException {
        return "\"" + certificate.getSubjectX500Principal() + "\" (SHA-256 "
                + Sha256.of(ByteString.of(certificate.getEncoded())).slice(0, 8) + "...)";
    }
}
