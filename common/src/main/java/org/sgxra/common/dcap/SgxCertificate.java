package org.sgxra.common.dcap;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;

/**
 * A certificate under the SGX root (docs/spec/dcap.md section 2): X.509 version 3. Two are equal if their bytes are.
 *
 * <p>Whether it is signed with the right algorithm, carries a P-256 key or the extensions that it should is for verification to ask;
 * here it only is a certificate.
 */
public final class SgxCertificate {
    /** Common name of the root. */
    public static final String ROOT_CA = "Intel SGX Root CA";
    /** Common name of the CA that certifies platforms of one processor package. */
    public static final String PROCESSOR_CA = "Intel SGX PCK Processor CA";
    /** Common name of the CA that certifies platforms of several processor packages. */
    public static final String PLATFORM_CA = "Intel SGX PCK Platform CA";
    /** Common name of a provisioning certification key's certificate. */
    public static final String PCK = "Intel SGX PCK Certificate";
    /** Common name of the signer of TCB info and QE identity. */
    public static final String TCB_SIGNING = "Intel SGX TCB Signing";

    private static final String DOCUMENT = "certificate";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    /** Subject key identifier, key usage, basic constraints, CRL distribution points, authority key identifier. */
    private static final List<String> REQUIRED =
            List.of("2.5.29.14", KEY_USAGE, BASIC_CONSTRAINTS, "2.5.29.31", "2.5.29.35");

    private final ByteString encoded;
    private final BigInteger serialNumber;
    private final Instant notBefore;
    private final Instant notAfter;
    private final int basicConstraints;
    private final Optional<boolean[]> keyUsage;
    private final Optional<String> faultOfPresence;
    private final Optional<ByteString> pckExtension;
    private final DistinguishedName subject;
    private final DistinguishedName issuer;
    private final String commonName;
    private final ByteString signedBytes;
    private final Optional<P256PublicKey> key;
    private final Optional<EcdsaP256Signature> signature;
    /** The SGX extension once it has been read without a fault. */
    private volatile PckExtension readExtension;

    private SgxCertificate(X509Certificate x509, byte[] der) throws CertificateException {
        this.encoded = ByteString.of(der);
        this.serialNumber = x509.getSerialNumber();
        this.notBefore = x509.getNotBefore().toInstant();
        this.notAfter = x509.getNotAfter().toInstant();
        this.basicConstraints = x509.getBasicConstraints();
        this.keyUsage = Optional.ofNullable(x509.getKeyUsage());
        this.faultOfPresence = faultOfPresence(x509);
        this.pckExtension = Optional.ofNullable(x509.getExtensionValue(PckExtension.OID.getId()))
                .map(value -> ByteString.of(ASN1OctetString.getInstance(value).getOctets()));
        this.subject = name(x509.getSubjectX500Principal());
        this.issuer = name(x509.getIssuerX500Principal());
        this.commonName = readCommonName(subject.der().toArray());
        this.signedBytes = ByteString.of(x509.getTBSCertificate());
        this.key = readKey(x509.getPublicKey().getEncoded());
        this.signature =
                Der.isEcdsaWithSha256(x509.getSigAlgOID()) ? Der.readSignature(x509.getSignature()) : Optional.empty();
    }

    /** Reads one certificate in DER, with nothing after it. */
    public static SgxCertificate parse(byte[] der) throws DcapFormatException {
        X509Certificate x509;
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            x509 = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0) {
                throw new DcapFormatException(DOCUMENT, "end", "something follows it");
            }
            if (x509.getVersion() != 3) {
                throw new DcapFormatException(DOCUMENT, "version", "is " + x509.getVersion() + ", not 3");
            }
            if (!Arrays.equals(x509.getEncoded(), der)) {
                // The JDK writes lengths anew that were not in their only form.
                throw new DcapFormatException(DOCUMENT, "lengths", "are not those of DER");
            }
            return new SgxCertificate(x509, der);
        } catch (CertificateException | RuntimeException e) {
            // The JDK and Bouncy Castle report some malformed input by unchecked exceptions.
            throw DcapFormatException.unreadable(DOCUMENT, e);
        }
    }

    private static DistinguishedName name(X500Principal principal) {
        return new DistinguishedName(ByteString.of(principal.getEncoded()));
    }

    private static String readCommonName(byte[] subject) {
        RDN[] names = X500Name.getInstance(subject).getRDNs(BCStyle.CN);
        return names.length == 1 && !names[0].isMultiValued()
                ? IETFUtils.valueToString(names[0].getFirst().getValue())
                : "";
    }

    /** The key, if it is a point on P-256, named by the curve's OID and uncompressed. */
    private static Optional<P256PublicKey> readKey(byte[] spki) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
            byte[] point = info.getPublicKeyData().getOctets();
            if (!X9ObjectIdentifiers.id_ecPublicKey.equals(info.getAlgorithm().getAlgorithm())
                    || !X9ObjectIdentifiers.prime256v1.equals(
                            info.getAlgorithm().getParameters())
                    || point.length != 65
                    || point[0] != 4) {
                return Optional.empty();
            }
            return Optional.of(P256PublicKey.fromBigEndian(ByteString.of(point, 1, 65)));
        } catch (InvalidPointException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The DER bytes. */
    public ByteString encoded() {
        return encoded;
    }

    /** What the signature covers. */
    public ByteString signedBytes() {
        return signedBytes;
    }

    /** The signature; nothing if the algorithm is not ecdsa-with-SHA256 or the signature not that of a P-256 key. */
    public Optional<EcdsaP256Signature> signature() {
        return signature;
    }

    /** The key; nothing if it is no uncompressed point on P-256. */
    public Optional<P256PublicKey> key() {
        return key;
    }

    /** Whose certificate it is. */
    public DistinguishedName subject() {
        return subject;
    }

    /** Who issued it. */
    public DistinguishedName issuer() {
        return issuer;
    }

    /** The subject's common name; empty if there is not exactly one. */
    public String commonName() {
        return commonName;
    }

    /** Number that its issuer gave it. */
    public BigInteger serialNumber() {
        return serialNumber;
    }

    /** First second in which it is valid. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Last second in which it is valid. */
    public Instant notAfter() {
        return notAfter;
    }

    /**
     * What is wrong with the extensions of a certificate that issues {@code below} levels of CAs and then other certificates: key
     * identifiers, CRL distribution point, key usage and basic constraints must be there, the last two with the values of such
     * a CA, and no other extension may be critical.
     */
    public Optional<String> faultOfCa(int below) {
        if (basicConstraints < 0) {
            return Optional.of("is no CA (basic constraints)");
        }
        if (basicConstraints < below) {
            return Optional.of("may not have " + below + " CAs below it (path length)");
        }
        if (!isFor(KEY_CERT_SIGN) || !isFor(CRL_SIGN)) {
            return Optional.of("may not sign certificates and revocation lists (key usage)");
        }
        return faultOfPresence;
    }

    /** What is wrong with the extensions of a certificate that issues none; see {@link #faultOfCa}. */
    public Optional<String> faultOfEndEntity() {
        if (basicConstraints >= 0) {
            return Optional.of("is a CA (basic constraints)");
        }
        if (!isFor(DIGITAL_SIGNATURE)) {
            return Optional.of("may not sign (key usage)");
        }
        return faultOfPresence;
    }

    private boolean isFor(int usage) {
        return keyUsage.isPresent() && keyUsage.get()[usage];
    }

    private static Optional<String> faultOfPresence(X509Certificate x509) {
        for (String oid : REQUIRED) {
            if (x509.getExtensionValue(oid) == null) {
                return Optional.of("lacks the extension " + oid);
            }
        }
        for (String oid : x509.getCriticalExtensionOIDs()) {
            if (!oid.equals(KEY_USAGE) && !oid.equals(BASIC_CONSTRAINTS)) {
                return Optional.of("has the critical extension " + oid);
            }
        }
        return Optional.empty();
    }

    /** The SGX extension. */
    public PckExtension pckExtension() throws DcapFormatException {
        PckExtension read = readExtension;
        if (read == null) {
            read = PckExtension.parse(pckExtension
                    .orElseThrow(() -> new DcapFormatException(PckExtension.DOCUMENT, "extension", "is missing"))
                    .toArray());
            readExtension = read;
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SgxCertificate that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /** Common name and serial number, for people. */
    @Override
    public String toString() {
        return "\"" + commonName() + "\", serial number " + serialNumber().toString(16);
    }
}
