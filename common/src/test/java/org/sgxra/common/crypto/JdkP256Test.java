package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** The libraries agree with the JDK's own elliptic curves and hash. */
class JdkP256Test {
    private static final String PROVIDER = "SunEC";
    private static final ByteString MESSAGE = ByteString.zeros(1000);

    private final KeyPair jdk = generate();

    static List<P256> libraries() {
        return List.of(new ConscryptP256(), new BouncyCastleP256());
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicKey toJdk(P256PublicKey key) throws Exception {
        return KeyFactory.getInstance("EC", PROVIDER)
                .generatePublic(new ECPublicKeySpec(key.toEcPoint(), ((ECPublicKey) jdk.getPublic()).getParams()));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void agreesWithTheJdk(P256 library) throws Exception {
        P256KeyPair own = library.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", PROVIDER);
        agreement.init(jdk.getPrivate());
        agreement.doPhase(toJdk(own.publicKey()), true);

        try (SecretBytes shared =
                library.agree(own.privateKey(), P256PublicKey.of(((ECPublicKey) jdk.getPublic()).getW()))) {
            assertThat(shared.reveal())
                    .isEqualTo(
                            ByteString.of(agreement.generateSecret()).reversed().hex());
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void verifiesTheJdksSignatures(P256 library) throws Exception {
        for (int i = 0; i < 10; i++) {
            Signature signer = Signature.getInstance("SHA256withECDSA", PROVIDER);
            signer.initSign(jdk.getPrivate());
            signer.update(MESSAGE.toArray());
            EcdsaP256Signature signature = EcdsaP256Signature.fromDer(signer.sign());

            assertThat(library.verify(P256PublicKey.of(((ECPublicKey) jdk.getPublic()).getW()), MESSAGE, signature))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void signsForTheJdk(P256 library) throws Exception {
        P256PrivateKey key = P256PrivateKey.of(((ECPrivateKey) jdk.getPrivate()).getS());
        for (int i = 0; i < 10; i++) {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format", PROVIDER);
            verifier.initVerify(jdk.getPublic());
            verifier.update(MESSAGE.toArray());

            assertThat(verifier.verify(library.sign(key, MESSAGE).bigEndian().toArray()))
                    .isTrue();
        }
    }

    @Test
    void hashesAsTheJdkDoes() throws Exception {
        byte[] abc = {'a', 'b', 'c'};

        assertThat(Sha256.of(ByteString.of(abc)).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.of())
                .isEqualTo(ByteString.of(MessageDigest.getInstance("SHA-256").digest()));
        assertThat(Sha256.of(ByteString.of((byte) 'a'), ByteString.EMPTY, ByteString.of((byte) 'b', (byte) 'c')))
                .isEqualTo(Sha256.of(ByteString.of(abc)))
                .isEqualTo(Sha256.of(SecretBytes.wrap(abc)));
    }
}
