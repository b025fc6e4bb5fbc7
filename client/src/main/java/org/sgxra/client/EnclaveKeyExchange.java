package org.sgxra.client;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EncryptedSecret;

/**
 * One key exchange of an enclave with a service provider (docs/spec/sdk-api.md section 5): msg1, then msg3 in answer to msg2,
 * then whatever needs the session keys. Private and session keys stay inside the enclave; only hashes of session keys come
 * out. Every method throws {@link IllegalStateException} once the key exchange is closed.
 */
public interface EnclaveKeyExchange extends AutoCloseable {
    /** A session key of which the hash can be asked for, with its number in {@code sgx_ra_key_type_t}. */
    enum SessionKey {
        SK(1),
        MK(2);

        private final int type;

        SessionKey(int type) {
            this.type = type;
        }

        /** The number. */
        int type() {
            return type;
        }
    }

    /** Generates g_a and gives msg1, 68 bytes. */
    byte[] msg1() throws EnclaveException;

    /**
     * Checks msg2 and gives msg3 with the quote.
     *
     * @param msg2 168 bytes and the SigRL whose size they name
     * @return 336 bytes and the quote
     */
    byte[] msg3(byte[] msg2) throws EnclaveException;

    /** SHA-256 of a session key, 32 bytes. */
    ByteString keyHash(SessionKey key) throws EnclaveException;

    /** Checks that {@code mac}, 16 bytes, is the AES-CMAC of {@code message} under MK. */
    void verifyMac(ByteString message, ByteString mac) throws EnclaveException;

    /** Decrypts a secret inside the enclave and gives its SHA-256, 32 bytes: the proof that it arrived. */
    ByteString secretHash(EncryptedSecret secret, ByteString additionalData) throws EnclaveException;

    /**
     * Checks a secret as the SGX101 example sends it: AES-128-GCM under SK with an IV of zeros, the bytes 00 01 and whatever
     * follows (docs/spec/wire-tls-protobuf.md section 6).
     *
     * @param tag 16 bytes
     */
    void verifyExampleSecret(ByteString ciphertext, ByteString tag) throws EnclaveException;

    /** Decrypts a secret and seals it, all inside the enclave: what comes out is for enclaves of this signer here. */
    byte[] sealSecret(EncryptedSecret secret, ByteString additionalData) throws EnclaveException;

    /** Wipes the keys in the enclave; a second call does nothing. */
    @Override
    void close() throws EnclaveException;
}
