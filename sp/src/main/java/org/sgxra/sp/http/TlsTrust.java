package org.sgxra.sp.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.tls.TlsContexts;

/**
 * Which CAs may vouch for the attestation service's TLS certificate: a given bundle, else that of {@code CURL_CA_BUNDLE}, else
 * that of {@code SSL_CERT_FILE}, else the system's, else the JDK's own.
 */
public final class TlsTrust {
    private static final List<String> SYSTEM_BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private final Path bundle;
    private final X509ExtendedTrustManager trustManager;

    private TlsTrust(Path bundle, X509ExtendedTrustManager trustManager) {
        this.bundle = bundle;
        this.trustManager = trustManager;
    }

    /**
     * Chooses the bundle and reads it.
     *
     * @param given file from the command line, or null
     * @param environment variables
     * @throws IOException naming the source, if the bundle cannot be read or holds no certificate
     */
    public static TlsTrust choose(Path given, Map<String, String> environment) throws IOException {
        if (given != null) {
            return read("--ca-bundle-file " + given, given);
        }
        for (String name : List.of("CURL_CA_BUNDLE", "SSL_CERT_FILE")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String source = "environment variable " + name + ", " + value;
                Path file =
                        FileName.path(value).orElseThrow(() -> new IOException(source + ": not the name of a file"));
                return read(source, file);
            }
        }
        for (String name : SYSTEM_BUNDLES) {
            if (Files.isReadable(Path.of(name))) {
                return read(name, Path.of(name));
            }
        }
        return new TlsTrust(null, new NamingTrustManager(TlsContexts.trustOfJdk()));
    }

    private static TlsTrust read(String source, Path file) throws IOException {
        List<X509Certificate> certificates;
        try {
            certificates = Pem.certificates(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException(source + ": cannot be read (" + Reason.of(e) + ")", e);
        } catch (CertificateException e) {
            throw new IOException(source + ": no bundle of PEM certificates: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(source + ": holds no certificate");
        }
        return new TlsTrust(file, trustIn(source, certificates));
    }

    private static X509ExtendedTrustManager trustIn(String source, List<X509Certificate> certificates)
            throws IOException {
        try {
            return new NamingTrustManager(TlsContexts.trust(certificates));
        } catch (GeneralSecurityException e) {
            throw new IOException(source + ": a certificate is of no use: " + e.getMessage(), e);
        }
    }

    /** The bundle; none when the JDK's own is used. */
    public Optional<Path> bundle() {
        return Optional.ofNullable(bundle);
    }

    /** The certificates that are trusted, and no others, as PEM: for programs that read them from a file. */
    String pem() {
        try {
            return Pem.encode(List.of(trustManager.getAcceptedIssuers()));
        } catch (CertificateException e) {
            throw new IllegalStateException("what was parsed can be encoded", e);
        }
    }

    /** The same as {@link #newContext} by the fastest library that works here. */
    SSLContext newFastContext() {
        return TlsContexts.fastClient(trustManager);
    }

    /** TLS with this trust, and no certificate of our own. */
    SSLContext newContext() {
        return TlsContexts.client(trustManager);
    }
}
