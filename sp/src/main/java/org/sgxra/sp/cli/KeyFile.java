package org.sgxra.sp.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Pkcs8;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/** P-256 keys in PEM files: private ones as SEC 1 (RFC 5915) or PKCS#8, public ones as SubjectPublicKeyInfo. */
final class KeyFile {
    private static final String CURVE = "EC PARAMETERS";

    private KeyFile() {}

    /** The first private key of a file; EC PARAMETERS before it name its curve if the key itself does not. */
    static P256PrivateKey privateKey(OptionValue file) throws UsageException {
        ASN1Encodable curve = null;
        try {
            for (Pem block : Pem.blocks(file.text())) {
                if (block.isEncrypted()) {
                    throw file.fault(
                            "holds an encrypted private key; decrypt it first (openssl pkey -in FILE -out PLAIN)");
                }
                if (List.of(Pkcs8.labels()).contains(block.label())) {
                    return privateKey(file, withCurve(file, Pkcs8.of(block), curve));
                }
                if (block.label().endsWith(Pem.PRIVATE_KEY)) {
                    throw noPrivateKeyOnP256(file);
                }
                curve = block.label().equals(CURVE) ? ASN1Primitive.fromByteArray(block.der()) : curve;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw file.fault("is not a readable PEM file");
        }
        throw file.fault("holds no PEM private key");
    }

    private static AsymmetricKeyParameter withCurve(OptionValue file, PrivateKeyInfo key, ASN1Encodable curve)
            throws IOException, UsageException {
        AlgorithmIdentifier algorithm = key.getPrivateKeyAlgorithm();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) || algorithm.getParameters() != null) {
            return PrivateKeyFactory.createKey(key);
        }
        if (curve == null) {
            throw file.fault("holds a private key that does not name its curve");
        }
        return PrivateKeyFactory.createKey(new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key.parsePrivateKey()));
    }

    private static P256PrivateKey privateKey(OptionValue file, AsymmetricKeyParameter key) throws UsageException {
        if (!(key instanceof ECPrivateKeyParameters ec) || !isP256(ec.getParameters())) {
            throw noPrivateKeyOnP256(file);
        }
        try {
            return P256PrivateKey.of(ec.getD());
        } catch (InvalidPointException e) {
            throw file.fault("holds no usable key: " + e.getMessage());
        }
    }

    private static UsageException noPrivateKeyOnP256(OptionValue file) {
        return file.fault("holds no private key on the curve P-256");
    }

    /** The first public key of a file, which may be that of a certificate. */
    static P256PublicKey publicKey(OptionValue file) throws UsageException {
        try {
            for (Pem block : Pem.blocks(file.text())) {
                if (block.label().equals(Pem.PUBLIC_KEY)) {
                    return publicKey(file, SubjectPublicKeyInfo.getInstance(block.der()));
                }
                if (block.label().equals(Pem.CERTIFICATE)) {
                    return publicKey(file, Certificate.getInstance(block.der()).getSubjectPublicKeyInfo());
                }
                if (block.label().endsWith(Pem.PUBLIC_KEY)) {
                    throw noPublicKeyOnP256(file);
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw file.fault("is not a readable PEM file");
        }
        throw file.fault("holds no PEM public key");
    }

    private static P256PublicKey publicKey(OptionValue file, SubjectPublicKeyInfo info)
            throws UsageException, IOException {
        AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
        if (!(key instanceof ECPublicKeyParameters ec) || !isP256(ec.getParameters())) {
            throw noPublicKeyOnP256(file);
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

    private static UsageException noPublicKeyOnP256(OptionValue file) {
        return file.fault("holds no public key on the curve P-256");
    }

    private static boolean isP256(ECDomainParameters curve) {
        return curve.getCurve().equals(CustomNamedCurves.getByName("secp256r1").getCurve());
    }
}
