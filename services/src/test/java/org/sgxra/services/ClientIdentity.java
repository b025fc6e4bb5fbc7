package org.sgxra.services;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sgxra.common.bytes.Pem;

/** A certificate of a client of the attestation service, or of such a client's CA. */
record ClientIdentity(KeyPair keys, X509Certificate certificate) {
    /** Self-signed, and valid until some time from now. */
    static ClientIdentity selfSigned(String name, Duration life) throws Exception {
        KeyPair keys = newKeys();
        return new ClientIdentity(keys, sign(name, keys, name, keys, life, true));
    }

    /** A client's, for which this one vouches. */
    ClientIdentity issue(String name) throws Exception {
        KeyPair own = newKeys();
        String issuer = certificate.getSubjectX500Principal().getName();
        return new ClientIdentity(own, sign(name, own, issuer, keys, Duration.ofDays(1), false));
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            String name, KeyPair keys, String issuer, KeyPair issuerKeys, Duration life, boolean ca) throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(issuer),
                                BigInteger.valueOf(System.nanoTime()),
                                Date.from(now.minus(Duration.ofDays(9))),
                                Date.from(now.plus(life)),
                                new X500Name(name),
                                keys.getPublic())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    /** Certificate and key in one file, as clients of that time had them. */
    Path write(Path file) throws Exception {
        return Files.writeString(
                file,
                Pem.encode(List.of(certificate))
                        + Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()),
                StandardCharsets.US_ASCII);
    }
}
