package org.sgxra.platform;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuoteSignature;

/** Encrypts EPID signatures for the attestation service (docs/spec/sgx-quote.md section 4). */
final class QuoteWrapping {
    private final PublicKey qsdk;
    private final SecureRandom random;

    /** @throws GeneralSecurityException if these are not the parts of an RSA key */
    QuoteWrapping(ByteString modulus, int exponent, SecureRandom random) throws GeneralSecurityException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(
                new BigInteger(1, modulus.toArray()), BigInteger.valueOf(Integer.toUnsignedLong(exponent)));
        this.qsdk = KeyFactory.getInstance("RSA").generatePublic(spec);
        this.random = random;
    }

    /** Encrypts a plain signature of 360 + 160 n bytes, which it wipes, under a fresh key. */
    EpidQuoteSignature wrap(byte[] signature) throws GeneralSecurityException {
        ByteString iv = ByteString.of(fresh(AesGcm.IV_SIZE));
        try (SecretBytes key = SecretBytes.wrap(fresh(AesGcm.KEY_SIZE));
                SecretBytes plain = SecretBytes.wrap(signature)) {
            ByteString encrypted = AesGcm.encrypt(key, iv, ByteString.EMPTY, plain);
            return new EpidQuoteSignature(
                    RsaOaep.encrypt(qsdk, key, random),
                    Sha256.of(key),
                    iv,
                    encrypted.slice(0, plain.size()),
                    encrypted.slice(plain.size(), encrypted.size()));
        }
    }

    private byte[] fresh(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
