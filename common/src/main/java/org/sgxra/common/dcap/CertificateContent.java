package org.sgxra.common.dcap;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
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
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;

/**
 * What stands in a certificate under an SGX root, before it is signed, with names and extensions as Intel's certificates have them
 * (docs/spec/dcap.md section 9).
 *
 * @param commonName of the subject
 * @param issuer common name of the issuer
 * @param serialNumber positive, at most 20 bytes
 * @param notBefore first second in which it is valid
 * @param notAfter last second in which it is valid
 * @param key the subject's
 * @param keyId subject key identifier, 20 bytes
 * @param issuerKeyId subject key identifier of the issuer, 20 bytes
 * @param crlUrl where the revocation list of the issuer is
 * @param pathLength levels of CAs below this CA; nothing for a certificate that issues none
 * @param pckExtension only for a PCK certificate
 */
public record CertificateContent(
        String commonName,
        String issuer,
        BigInteger serialNumber,
        Instant notBefore,
        Instant notAfter,
        P256PublicKey key,
        ByteString keyId,
        ByteString issuerKeyId,
        String crlUrl,
        Optional<Integer> pathLength,
        Optional<PckExtension> pckExtension) {

    /** The certificate, signed with the key of the issuer. */
    public SgxCertificate sign(P256PrivateKey issuerKey) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serialNumber));
        generator.setSignature(SignedDer.ALGORITHM);
        generator.setIssuer(SignedDer.name(issuer));
        generator.setSubject(SignedDer.name(commonName));
        generator.setStartDate(SignedDer.time(notBefore));
        generator.setEndDate(SignedDer.time(notAfter));
        generator.setSubjectPublicKeyInfo(publicKeyInfo());
        generator.setExtensions(new Extensions(extensions().toArray(Extension[]::new)));
        try {
            return SgxCertificate.parse(SignedDer.sign(generator.generateTBSCertificate(), issuerKey));
        } catch (DcapFormatException e) {
            throw new IllegalStateException("a certificate that was made here", e);
        }
    }

    private SubjectPublicKeyInfo publicKeyInfo() {
        ByteString point = ByteString.concat(ByteString.of((byte) 4), key.bigEndian());
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                point.toArray());
    }

    /** In Intel's order. */
    private List<Extension> extensions() {
        List<Extension> extensions = new ArrayList<>(List.of(
                SignedDer.extension(
                        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyId.toArray())),
                SignedDer.extension(Extension.cRLDistributionPoints, false, distributionPoint()),
                SignedDer.extension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId.toArray())),
                SignedDer.extension(Extension.keyUsage, true, keyUsage()),
                SignedDer.extension(Extension.basicConstraints, true, basicConstraints())));
        pckExtension.ifPresent(value -> extensions.add(SignedDer.extension(PckExtension.OID, false, value.toAsn1())));
        return extensions;
    }

    private ASN1Encodable distributionPoint() {
        GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, crlUrl);
        DistributionPointName point = new DistributionPointName(new GeneralNames(url));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)});
    }

    private KeyUsage keyUsage() {
        return new KeyUsage(
                pathLength.isPresent()
                        ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                        : KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
    }

    private BasicConstraints basicConstraints() {
        return pathLength.map(BasicConstraints::new).orElseGet(() -> new BasicConstraints(false));
    }
}
