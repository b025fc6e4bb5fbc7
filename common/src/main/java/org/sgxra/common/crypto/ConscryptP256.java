package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.conscrypt.Conscrypt;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** P-256 by Conscrypt, that is BoringSSL. */
final class ConscryptP256 extends P256 {
    private static final String ALGORITHM = "EC";
    private static final String CURVE = "secp256r1";

    /** SubjectPublicKeyInfo of a key on P-256 up to its coordinates (RFC 5480); Conscrypt reads it faster than a point and a curve. */
    private static final byte[] SPKI_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private final Provider provider = Conscrypt.newProvider();
    private final ECParameterSpec curve;

    ConscryptP256() {
        this.curve = ((ECPublicKey) newPair().getPublic()).getParams();
    }

    /** True if the native library of this machine's kind is in the jar and loads. */
    static boolean isAvailable() {
        try {
            return Conscrypt.isAvailable();
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public String library() {
        return "Conscrypt";
    }

    @Override
    Optional<Provider> provider() {
        return Optional.of(provider);
    }

    @Override
    public P256KeyPair generateKeyPair() {
        KeyPair pair = newPair();
        try {
            P256PrivateKey privateKey = P256PrivateKey.of(((ECPrivateKey) pair.getPrivate()).getS());
            privateKey.keep(pair.getPrivate());
            P256PublicKey publicKey = P256PublicKey.ofGenerated(((ECPublicKey) pair.getPublic()).getW());
            publicKey.keep(pair.getPublic());
            return new P256KeyPair(privateKey, publicKey);
        } catch (InvalidPointException e) {
            throw new IllegalStateException("Conscrypt generated an invalid key", e);
        }
    }

    private KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM, provider);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    @Override
    public SecretBytes agree(P256PrivateKey own, P256PublicKey peer) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
            agreement.init(toJca(own));
            agreement.doPhase(toJca(peer), true);
            return littleEndian(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    @Override
    public EcdsaP256Signature sign(P256PrivateKey key, ByteString message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(toJca(key));
            signature.update(message.toArray());
            return EcdsaP256Signature.fromDer(signature.sign());
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean verify(P256PublicKey key, ByteString message, EcdsaP256Signature value) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initVerify(toJca(key));
            signature.update(message.toArray());
            return signature.verify(value.der());
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    private PrivateKey toJca(P256PrivateKey key) throws GeneralSecurityException {
        PrivateKey known = key.libraryKeyOrNull();
        if (known == null) {
            known = KeyFactory.getInstance(ALGORITHM, provider)
                    .generatePrivate(new ECPrivateKeySpec(key.number(), curve));
            key.keep(known);
        }
        return known;
    }

    private PublicKey toJca(P256PublicKey key) throws GeneralSecurityException {
        PublicKey known = key.libraryKeyOrNull();
        if (known == null) {
            byte[] point = key.bigEndian().toArray();
            byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + point.length);
            System.arraycopy(point, 0, spki, SPKI_PREFIX.length, point.length);
            known = KeyFactory.getInstance(ALGORITHM, provider).generatePublic(new X509EncodedKeySpec(spki));
            key.keep(known);
        }
        return known;
    }

    /** Reverses the bytes in place: no second copy of the secret. */
    static SecretBytes littleEndian(byte[] secret) {
        for (int i = 0; i < secret.length / 2; i++) {
            byte b = secret[i];
            secret[i] = secret[secret.length - 1 - i];
            secret[secret.length - 1 - i] = b;
        }
        return SecretBytes.wrap(secret);
    }

    private static IllegalStateException failure(GeneralSecurityException e) {
        return new IllegalStateException("Conscrypt failed on P-256: " + e.getMessage(), e);
    }
}
