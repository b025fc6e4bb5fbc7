package org.sgxra.sp.mock;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.runtime.tls.TlsContexts;

/** A certificate authority made for a test, and what it issues. */
public final class TestCa {
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");

    /** A certificate with its private key. */
    public record Identity(KeyPair keys, X509Certificate certificate) {}

    private final Identity ca;
    private int serial = 1;

    /** @param name common name */
    public TestCa(String name) {
        KeyPair keys = newKeys();
        this.ca = new Identity(keys, issue(name, keys, name, keys, true, KeyUsage.keyCertSign, FROM, TO, null));
    }

    private static KeyPair newKeys() {
        try {
            return RsaKeys.generate(2048);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that may sign reports. */
    public Identity reportSigner(String name) {
        return reportSigner(name, FROM, TO, KeyUsage.digitalSignature);
    }

    /** A certificate with the given validity and key usage. */
    public Identity reportSigner(String name, Instant from, Instant to, int usage) {
        KeyPair keys = newKeys();
        return new Identity(keys, issue(name, keys, commonName(ca), ca.keys(), false, usage, from, to, null));
    }

    /**
     * What a TLS server's certificate says.
     *
     * @param names that it is for
     * @param purpose extended key usage, or null
     */
    public record TlsServer(GeneralNames names, Instant from, Instant to, KeyPurposeId purpose) {
        /** For names and addresses, valid now. */
        public static TlsServer named(String... hosts) {
            return new TlsServer(alternatives(hosts), FROM, TO, null);
        }

        /** Valid at another time. */
        public TlsServer valid(String begin, String end) {
            return new TlsServer(names, Instant.parse(begin), Instant.parse(end), purpose);
        }

        /** With an extended key usage. */
        public TlsServer withPurpose(KeyPurposeId usage) {
            return new TlsServer(names, from, to, usage);
        }
    }

    /** A TLS server's certificate for a key that is there already. */
    public Identity issue(KeyPair keys, TlsServer server) {
        return new Identity(
                keys,
                issue(
                        "tls server",
                        keys,
                        commonName(ca),
                        ca.keys(),
                        false,
                        KeyUsage.digitalSignature,
                        server.from(),
                        server.to(),
                        server.names(),
                        server.purpose()));
    }

    /** A TLS server's certificate for names and addresses. */
    public Identity tlsServer(String... hosts) {
        return tlsServer(TO, hosts);
    }

    /** The same with an end. */
    public Identity tlsServer(Instant to, String... hosts) {
        KeyPair keys = newKeys();
        return new Identity(
                keys,
                issue(
                        "tls " + hosts[0],
                        keys,
                        commonName(ca),
                        ca.keys(),
                        false,
                        KeyUsage.digitalSignature,
                        FROM,
                        to,
                        alternatives(hosts)));
    }

    private static GeneralNames alternatives(String... hosts) {
        GeneralName[] names = new GeneralName[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = new GeneralName(
                    hosts[i].matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, hosts[i]);
        }
        return new GeneralNames(names);
    }

    private static String commonName(Identity identity) {
        return identity.certificate().getSubjectX500Principal().getName().replace("CN=", "");
    }

    private X509Certificate issue(
            String name,
            KeyPair keys,
            String issuer,
            KeyPair issuerKeys,
            boolean isCa,
            int usage,
            Instant from,
            Instant to,
            GeneralNames alternatives) {
        return issue(name, keys, issuer, issuerKeys, isCa, usage, from, to, alternatives, null);
    }

    private X509Certificate issue(
            String name,
            KeyPair keys,
            String issuer,
            KeyPair issuerKeys,
            boolean isCa,
            int usage,
            Instant from,
            Instant to,
            GeneralNames alternatives,
            KeyPurposeId purpose) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + issuer),
                    BigInteger.valueOf(serial++),
                    Date.from(from),
                    Date.from(to),
                    new X500Name("CN=" + name),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            if (alternatives != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKeys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The CA's own certificate as PEM. */
    public String pem() {
        return pem(ca.certificate());
    }

    /** A certificate as PEM. */
    public static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS for a server with the given certificate. */
    public SSLContext tls(Identity server) {
        try {
            return TlsContexts.server(server.keys().getPrivate(), List.of(server.certificate()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
