package org.sgxra.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conscrypt.Conscrypt;
import org.sgxra.common.bytes.Pem;

/**
 * Keys and certificates of the attestation service under load: TLS with ECDSA P-256, reports with RSA-2048 as Intel's are. They
 * exist in memory only, and for one run.
 */
final class LoadCertificates {
    /** Signs with keys of its own form: others it would take over for each handshake, which costs more than the handshake. */
    static final Provider PROVIDER = Conscrypt.newProvider();

    /** The subject of every leaf, and what {@code sp} is told to connect to. */
    static final String HOST = "localhost";

    /**
     * A leaf with its key.
     *
     * @param chain leaf first
     */
    record Identity(KeyPair key, List<X509Certificate> chain) {}

    private final Identity tls;
    private final Identity reports;

    /** Makes them all; the RSA keys take about a second. */
    LoadCertificates() throws GeneralSecurityException {
        tls = issue("TLS", ecKey(), ecKey(), "SHA256withECDSA");
        reports = issue("report signing", rsaKey(), rsaKey(), "SHA256withRSA");
    }

    /** Of the TLS server. */
    Identity tls() {
        return tls;
    }

    /** Of the signer of reports. */
    Identity reports() {
        return reports;
    }

    /** Writes the CA of a chain. */
    static Path writeCa(Identity identity, Path file) throws IOException, GeneralSecurityException {
        return Files.writeString(file, Pem.encode(identity.chain.subList(1, 2)));
    }

    private static KeyPair ecKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsaKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", PROVIDER);
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static Identity issue(String purpose, KeyPair ca, KeyPair leaf, String algorithm)
            throws GeneralSecurityException {
        X500Name issuer = new X500Name("CN=run-bench " + purpose + " CA");
        try {
            X509v3CertificateBuilder root = builder(issuer, issuer, ca, 1);
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            X509v3CertificateBuilder end = builder(issuer, new X500Name("CN=" + HOST), leaf, 2);
            end.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            end.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            end.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
            return new Identity(leaf, List.of(signed(end, ca, algorithm), signed(root, ca, algorithm)));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key, int serial) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial),
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(30, ChronoUnit.DAYS)),
                subject,
                key.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair ca, String algorithm)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(PROVIDER)
                        .build(ca.getPrivate())));
    }
}
