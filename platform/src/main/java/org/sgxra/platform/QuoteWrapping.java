package org.sgxra.platform;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuoteSignature;

/** Encrypts EPID signatures for the attestation service (docs/spec/sgx-quote.md section 4). */
final class QuoteWrapping {
    /** Both hashes are SHA-256; the short names of the JDK mean SHA-1 for the second. */
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final int TAG = 16;

    private final RSAPublicKey qsdk;
    private final SecureRandom random;

    /** @throws GeneralSecurityException if these are not the parts of an RSA key */
    QuoteWrapping(ByteString modulus, int exponent, SecureRandom random) throws GeneralSecurityException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(
                new BigInteger(1, modulus.toArray()), BigInteger.valueOf(Integer.toUnsignedLong(exponent)));
        this.qsdk = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        this.random = random;
    }

    /** Encrypts a plain signature of 360 + 160 n bytes under a fresh key. */
    EpidQuoteSignature wrap(byte[] signature) throws GeneralSecurityException {
        byte[] key = new byte[16];
        byte[] iv = new byte[12];
        random.nextBytes(key);
        random.nextBytes(iv);
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        rsa.init(Cipher.ENCRYPT_MODE, qsdk, OAEP, random);
        byte[] wrappedKey = rsa.doFinal(key);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, iv));
        byte[] sealed = gcm.doFinal(signature);
        ByteString keyHash = Sha256.of(ByteString.of(key));
        Arrays.fill(key, (byte) 0);
        return new EpidQuoteSignature(
                ByteString.of(wrappedKey),
                keyHash,
                ByteString.of(iv),
                ByteString.of(sealed, 0, signature.length),
                ByteString.of(sealed, signature.length, sealed.length));
    }
}
