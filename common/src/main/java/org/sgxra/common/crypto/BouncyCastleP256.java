package org.sgxra.common.crypto;

import java.math.BigInteger;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** P-256 by Bouncy Castle's lightweight API with its curve-specific field arithmetic ({@code CustomNamedCurves}). */
final class BouncyCastleP256 extends P256 {
    private static final ECDomainParameters CURVE = curve();

    private final SecureRandom random = new SecureRandom();

    private static ECDomainParameters curve() {
        X9ECParameters parameters = CustomNamedCurves.getByName("secp256r1");
        return new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    @Override
    public String library() {
        return "Bouncy Castle";
    }

    @Override
    Optional<Provider> provider() {
        return Optional.empty();
    }

    @Override
    public P256KeyPair generateKeyPair() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(CURVE, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return new P256KeyPair(
                    P256PrivateKey.of(((ECPrivateKeyParameters) pair.getPrivate()).getD()),
                    toPublicKey(((ECPublicKeyParameters) pair.getPublic()).getQ()));
        } catch (InvalidPointException e) {
            throw new IllegalStateException("Bouncy Castle generated an invalid key", e);
        }
    }

    @Override
    public SecretBytes agree(P256PrivateKey own, P256PublicKey peer) {
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(new ECPrivateKeyParameters(own.number(), CURVE));
        BigInteger x = agreement.calculateAgreement(toParameters(peer));
        return ConscryptP256.littleEndian(P256Scalars.bytes(x));
    }

    @Override
    public EcdsaP256Signature sign(P256PrivateKey key, ByteString message) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(key.number(), CURVE), random));
        BigInteger[] rs = signer.generateSignature(Sha256.of(message).toArray());
        return new EcdsaP256Signature(rs[0], rs[1]);
    }

    @Override
    public boolean verify(P256PublicKey key, ByteString message, EcdsaP256Signature signature) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, toParameters(key));
        return signer.verifySignature(Sha256.of(message).toArray(), signature.r(), signature.s());
    }

    static P256PublicKey timesGenerator(P256PrivateKey key) {
        try {
            return toPublicKey(new FixedPointCombMultiplier().multiply(CURVE.getG(), key.number()));
        } catch (InvalidPointException e) {
            throw new IllegalStateException("a private key in range has a public key", e);
        }
    }

    private static ECPublicKeyParameters toParameters(P256PublicKey key) {
        return new ECPublicKeyParameters(CURVE.getCurve().createPoint(key.x(), key.y()), CURVE);
    }

    private static P256PublicKey toPublicKey(ECPoint point) throws InvalidPointException {
        ECPoint affine = point.normalize();
        return P256PublicKey.of(
                affine.getAffineXCoord().toBigInteger(),
                affine.getAffineYCoord().toBigInteger());
    }
}
