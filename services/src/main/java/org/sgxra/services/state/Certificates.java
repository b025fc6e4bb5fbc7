package org.sgxra.services.state;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues the emulator's certificates: one CA for TLS, one for attestation reports, one leaf under each (RFC 5280). The keys of the CAs are
 * used once and then forgotten: whoever trusts such a CA trusts that one leaf and nothing else.
 */
final class Certificates {
    /** The end of the emulator's own names. */
    static final String OWNER = ",O=SOFT attestation service emulator (test keys),C=XX";

    private static final Date END = Date.from(Instant.parse("2049-12-31T23:59:59Z"));

    private final SecureRandom random;
    private final Date start = Date.from(Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));

    Certificates(SecureRandom random) {
        this.random = random;
    }

    /** For a server of these names. */
    SigningIdentity forTls(TlsNames names, KeyPair ca, KeyPair leaf) throws GeneralSecurityException {
        X500Name issuer = new X500Name("CN=TLS CA" + OWNER);
        X509v3CertificateBuilder certificate = leaf(issuer, new X500Name("CN=localhost" + OWNER), ca, leaf);
        try {
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            certificate.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            certificate.addExtension(Extension.subjectAlternativeName, false, names.asAlternativeNames());
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return new SigningIdentity(leaf.getPrivate(), List.of(signed(certificate, ca), root(issuer, ca)));
    }

    /** For attestation reports; extensions as Intel's (docs/spec/ias-api.md section 4). */
    SigningIdentity forReports(ReportNames names, KeyPair ca, KeyPair leaf) throws GeneralSecurityException {
        X500Name issuer = names.ca();
        X509v3CertificateBuilder certificate = leaf(issuer, names.leaf(), ca, leaf);
        try {
            certificate.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return new SigningIdentity(leaf.getPrivate(), List.of(signed(certificate, ca), root(issuer, ca)));
    }

    private X509Certificate root(X500Name name, KeyPair ca) throws GeneralSecurityException {
        X509v3CertificateBuilder certificate = builder(name, name, ca.getPublic());
        try {
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            certificate.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(ca.getPublic()));
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return signed(certificate, ca);
    }

    private X509v3CertificateBuilder leaf(X500Name issuer, X500Name subject, KeyPair ca, KeyPair leaf)
            throws GeneralSecurityException {
        X509v3CertificateBuilder certificate = builder(issuer, subject, leaf.getPublic());
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        try {
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            certificate.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(ca.getPublic()));
            certificate.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(leaf.getPublic()));
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return certificate;
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key) {
        BigInteger serial = new BigInteger(63, random).setBit(62);
        return new JcaX509v3CertificateBuilder(issuer, serial, start, END, subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair ca)
            throws GeneralSecurityException {
        String algorithm = ca.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(new JcaContentSignerBuilder(algorithm).build(ca.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
