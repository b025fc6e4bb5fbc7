package org.sgxra.services.report;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;

/** Decrypts what a quoting enclave encrypted for the attestation service (docs/spec/sgx-quote.md section 4). */
public final class Unwrapping {
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final PrivateKey qsdk;

    /** @param qsdk the RSA-2048 key that quotes are encrypted for */
    public Unwrapping(PrivateKey qsdk) {
        this.qsdk = qsdk;
    }

    /**
     * The plain EPID signature, 360 + 160 n bytes.
     *
     * @param signature the signature field of a quote
     * @return empty if a length, the key, its hash or the authentication tag is wrong
     */
    public Optional<byte[]> unwrap(ByteString signature) {
        try {
            EpidQuoteSignature wrapped = EpidQuoteSignature.parse(signature.toArray());
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, qsdk, OAEP);
            byte[] key = rsa.doFinal(wrapped.wrappedKey().toArray());
            if (key.length != 16 || !Sha256.of(ByteString.of(key)).equals(wrapped.keyHash())) {
                return Optional.empty();
            }
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, wrapped.iv().toArray()));
            Arrays.fill(key, (byte) 0);
            return Optional.of(gcm.doFinal(
                    ByteString.concat(wrapped.ciphertext(), wrapped.tag()).toArray()));
        } catch (MalformedMessageException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
