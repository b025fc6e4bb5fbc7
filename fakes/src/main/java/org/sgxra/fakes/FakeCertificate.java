package org.sgxra.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.P256KeyPair;

/** A certificate before it is signed; every part can be changed. */
public final class FakeCertificate {
    /** ecdsa-with-SHA256. */
    static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    public String commonName;
    public String issuer;
    public BigInteger serialNumber;
    public Instant notBefore;
    public Instant notAfter;
    public P256KeyPair signer;
    /** The public key, as SubjectPublicKeyInfo. */
    public SubjectPublicKeyInfo key;
    /** Extensions by object identifier, in their order. */
    public final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();

    /** A certificate with all extensions that Intel's has. */
    FakeCertificate(String commonName, P256KeyPair key, String issuer, P256KeyPair signer, Instant now) {
        this.commonName = commonName;
        this.issuer = issuer;
        this.signer = signer;
        this.key = spki(key);
        this.serialNumber =
                new BigInteger(1, key.publicKey().bigEndian().slice(0, 19).toArray());
        this.notBefore = now.minusSeconds(86_400);
        this.notAfter = now.plusSeconds(7 * 365 * 86_400L);
        put(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyId(signer)));
        GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, "https://localhost/crl.der");
        DistributionPointName point = new DistributionPointName(new GeneralNames(url));
        put(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(point, null, null)
        }));
        put(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(key)));
        put(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        put(Extension.basicConstraints, true, new BasicConstraints(false));
    }

    /** Makes it a CA. */
    FakeCertificate ca(int pathLength) {
        put(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        put(Extension.basicConstraints, true, new BasicConstraints(pathLength));
        return this;
    }

    static byte[] keyId(P256KeyPair key) {
        return key.publicKey().bigEndian().slice(0, 20).toArray();
    }

    /** A key as certificates have it. */
    public static SubjectPublicKeyInfo spki(P256KeyPair key) {
        byte[] point = ByteString.concat(
                        ByteString.of((byte) 4), key.publicKey().bigEndian())
                .toArray();
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1), point);
    }

    /** Adds or replaces an extension. */
    public void put(ASN1ObjectIdentifier oid, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            extensions.put(
                    oid,
                    new Extension(
                            oid,
                            critical,
                            new DEROctetString(value.toASN1Primitive().getEncoded("DER"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs it as Intel does. */
    public byte[] sign() {
        TBSCertificate tbs = tbs(ECDSA);
        return assemble(tbs, ECDSA, FakeKeys.signDer(signer, encoded(tbs)));
    }

    /** Signs it with another algorithm of the JDK's. */
    public byte[] sign(String algorithm, ASN1ObjectIdentifier oid, KeyPair pair) {
        AlgorithmIdentifier identifier = new AlgorithmIdentifier(oid);
        TBSCertificate tbs = tbs(identifier);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(encoded(tbs));
            return assemble(tbs, identifier, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate or revocation list in DER with another signature in it. */
    public static byte[] withSignature(byte[] signed, BigInteger r, BigInteger s) {
        ASN1Sequence parts = ASN1Sequence.getInstance(signed);
        return assemble(parts.getObjectAt(0), parts.getObjectAt(1), FakeKeys.der(r, s));
    }

    private TBSCertificate tbs(AlgorithmIdentifier algorithm) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(serialNumber));
        generator.setSignature(algorithm);
        generator.setIssuer(FakeName.of(issuer));
        generator.setSubject(FakeName.of(commonName));
        generator.setStartDate(new Time(Date.from(notBefore)));
        generator.setEndDate(new Time(Date.from(notAfter)));
        generator.setSubjectPublicKeyInfo(key);
        generator.setExtensions(new Extensions(extensions.values().toArray(Extension[]::new)));
        return generator.generateTBSCertificate();
    }

    private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
        try {
            return object.getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] assemble(ASN1Encodable tbs, ASN1Encodable algorithm, byte[] signature) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(tbs);
        parts.add(algorithm);
        parts.add(new DERBitString(signature));
        return encoded(new DERSequence(parts));
    }

    /** Certificates as PEM, each ended by a line feed. */
    public static ByteString pem(byte[]... certificates) {
        StringBuilder text = new StringBuilder();
        for (byte[] der : certificates) {
            text.append(Pem.encode(Pem.CERTIFICATE, der));
        }
        return ByteString.of(text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
