package org.sgxra.common.message;

import java.security.PrivateKey;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;

/** Decrypts what a quoting enclave encrypted for the attestation service (docs/spec/sgx-quote.md section 4). */
public final class EpidQuoteDecryption {
    private final PrivateKey qsdk;

    /** @param qsdk the RSA-2048 key that quotes are encrypted for */
    public EpidQuoteDecryption(PrivateKey qsdk) {
        this.qsdk = qsdk;
    }

    /**
     * The plain EPID signature, 360 + 160 n bytes.
     *
     * @param signature the signature field of a quote
     * @return empty if a length, the key, its hash or the authentication tag is wrong
     */
    public Optional<byte[]> decrypt(ByteString signature) {
        EpidQuoteSignature wrapped;
        try {
            wrapped = EpidQuoteSignature.parse(signature.toArray());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
        return RsaOaep.decrypt(qsdk, wrapped.wrappedKey()).flatMap(key -> payload(key, wrapped));
    }

    private static Optional<byte[]> payload(SecretBytes decryptedKey, EpidQuoteSignature wrapped) {
        try (SecretBytes key = decryptedKey) {
            if (key.size() != AesGcm.KEY_SIZE || !Sha256.of(key).equals(wrapped.keyHash())) {
                return Optional.empty();
            }
            return AesGcm.decrypt(
                            key, wrapped.iv(), ByteString.EMPTY, ByteString.concat(wrapped.ciphertext(), wrapped.tag()))
                    .map(plain -> plain.use(byte[]::clone));
        }
    }
}
