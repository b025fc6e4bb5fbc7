package org.sgxra.sp.cli;

import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/** P-256 keys in PEM files: private ones as SEC 1 (RFC 5915) or PKCS#8, public ones as SubjectPublicKeyInfo. */
final class KeyFile {
    private KeyFile() {}

    /** The first private key of a file; EC PARAMETERS before it name its curve if the key itself does not. */
    static P256PrivateKey privateKey(OptionValue file) throws UsageException {
        ASN1Encodable parameters = null;
        try (PEMParser pem = new PEMParser(new StringReader(file.text()))) {
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return privateKey(file, withCurve(file, pair.getPrivateKeyInfo(), parameters));
                }
                if (found instanceof PrivateKeyInfo info) {
                    return privateKey(file, withCurve(file, info, parameters));
                }
                if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw file.fault(
                            "holds an encrypted private key; decrypt it first (openssl pkey -in FILE -out PLAIN)");
                }
                parameters = found instanceof ASN1Encodable encodable ? encodable : parameters;
            }
        } catch (IOException | RuntimeException e) {
            throw file.fault("is not a readable PEM file");
        }
        throw file.fault("holds no PEM private key");
    }

    private static AsymmetricKeyParameter withCurve(OptionValue file, PrivateKeyInfo key, ASN1Encodable parameters)
            throws IOException, UsageException {
        AlgorithmIdentifier algorithm = key.getPrivateKeyAlgorithm();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) || algorithm.getParameters() != null) {
            return PrivateKeyFactory.createKey(key);
        }
        if (parameters == null) {
            throw file.fault("holds a private key that does not name its curve");
        }
        return PrivateKeyFactory.createKey(new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), key.parsePrivateKey()));
    }

    private static P256PrivateKey privateKey(OptionValue file, AsymmetricKeyParameter key) throws UsageException {
        if (!(key instanceof ECPrivateKeyParameters ec) || !isP256(ec.getParameters())) {
            throw file.fault("holds no private key on the curve P-256");
        }
        try {
            return P256PrivateKey.of(ec.getD());
        } catch (InvalidPointException e) {
            throw file.fault("holds no usable key: " + e.getMessage());
        }
    }

    /** The first public key of a file. */
    static P256PublicKey publicKey(OptionValue file) throws UsageException {
        try (PEMParser pem = new PEMParser(new StringReader(file.text()))) {
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                SubjectPublicKeyInfo info = found instanceof SubjectPublicKeyInfo i
                        ? i
                        : found instanceof X509CertificateHolder c ? c.getSubjectPublicKeyInfo() : null;
                if (info != null) {
                    return publicKey(file, PublicKeyFactory.createKey(info));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw file.fault("is not a readable PEM file");
        }
        throw file.fault("holds no PEM public key");
    }

    private static P256PublicKey publicKey(OptionValue file, AsymmetricKeyParameter key) throws UsageException {
        if (!(key instanceof ECPublicKeyParameters ec) || !isP256(ec.getParameters())) {
            throw file.fault("holds no public key on the curve P-256");
        }
        ECPoint point = ec.getQ().normalize();
        try {
            return P256PublicKey.of(
                    point.getAffineXCoord().toBigInteger(),
                    point.getAffineYCoord().toBigInteger());
        } catch (InvalidPointException e) {
            throw file.fault("holds no usable key: " + e.getMessage());
        }
    }

    private static boolean isP256(ECDomainParameters curve) {
        return curve.getCurve().equals(CustomNamedCurves.getByName("secp256r1").getCurve());
    }
}
