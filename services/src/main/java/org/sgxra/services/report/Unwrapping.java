package org.sgxra.services.report;

import java.security.PrivateKey;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;

/** Decrypts what a quoting enclave encrypted for the attestation service (docs/spec/sgx-quote.md section 4). */
public final class Unwrapping {
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
        EpidQuoteSignature wrapped;
        try {
            wrapped = EpidQuoteSignature.parse(signature.toArray());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
        return RsaOaep.decrypt(qsdk, wrapped.wrappedKey()).flatMap(key -> decrypt(key, wrapped));
    }

    private static Optional<byte[]> decrypt(SecretBytes decryptedKey, EpidQuoteSignature wrapped) {
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
