package org.sgxra.client;

import java.util.Optional;
import org.sgxra.client.bridge.SgxStatus;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SignType;

/**
 * A loaded enclave and the platform that quotes it (docs/spec/sdk-api.md sections 4 and 5). Key exchange contexts are
 * numbers that the enclave gives out. Private and session keys stay inside; only hashes of session keys come out.
 *
 * <p>One thread at a time: a call that finds the enclave's threads busy fails instead of waiting.
 */
public interface Enclave extends AutoCloseable {
    /** How the enclave is protected. */
    enum Mode {
        /** By the processor. */
        HW,
        /** Not at all: Intel's simulation. */
        SIM,
        /** Not at all: this project's software enclave. */
        SOFT
    }

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

    /**
     * What the platform's owner must update, as the platform software concludes from a platform info blob.
     *
     * @param status of the call: success, {@link SgxStatus#SGX_ERROR_UPDATE_NEEDED}, or why the blob was not evaluated
     * @param microcode CPU microcode
     * @param managementEngine management engine firmware
     * @param platformSoftware SGX platform software
     */
    record PlatformUpdate(SgxStatus status, boolean microcode, boolean managementEngine, boolean platformSoftware) {}

    /** How this enclave is protected. */
    Mode mode();

    /** The extended EPID group id, msg0. */
    int extendedGroupId() throws EnclaveException;

    /** The EPID group of this platform; a software platform joins one if it has none. */
    EpidGroupId groupId() throws EnclaveException;

    /**
     * Starts a key exchange.
     *
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     * @return the number of its context
     */
    int openContext(Optional<P256PublicKey> spKey) throws EnclaveException;

    /** Generates g_a and gives msg1, 68 bytes. */
    byte[] msg1(int context) throws EnclaveException;

    /** Checks msg2 and gives msg3 with the quote. */
    byte[] msg3(int context, byte[] msg2) throws EnclaveException;

    /** SHA-256 of a session key, 32 bytes. */
    ByteString keyHash(int context, SessionKey key) throws EnclaveException;

    /** Checks that {@code mac}, 16 bytes, is the AES-CMAC of {@code message} under MK. */
    void verifyMac(int context, ByteString message, ByteString mac) throws EnclaveException;

    /** Decrypts a secret inside the enclave and gives its SHA-256, 32 bytes: the proof that it arrived. */
    ByteString putSecret(int context, EncryptedSecret secret, ByteString additionalData) throws EnclaveException;

    /**
     * Checks a secret as the SGX101 example sends it: AES-128-GCM under SK with an IV of zeros, the bytes 00 01 and whatever
     * follows (docs/spec/wire-tls-protobuf.md section 6).
     *
     * @param tag 16 bytes
     */
    void verifyExampleSecret(int context, ByteString ciphertext, ByteString tag) throws EnclaveException;

    /** Decrypts a secret and seals it, all inside the enclave: what comes out is for enclaves of this signer here. */
    byte[] sealSecret(int context, EncryptedSecret secret, ByteString additionalData) throws EnclaveException;

    /** SHA-256 of a sealed secret, computed inside the enclave. */
    ByteString unseal(byte[] sealed) throws EnclaveException;

    /** Ends a key exchange: its keys are wiped. */
    void closeContext(int context) throws EnclaveException;

    /**
     * A quote outside of any key exchange, with report data of zeros and without revocation list.
     *
     * @param spid 16 bytes
     * @param nonce 16 bytes, or absent
     * @return 436 bytes and the signature
     */
    byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) throws EnclaveException;

    /**
     * Tells the platform software what the attestation service said of the platform.
     *
     * @param platformInfo platform info blob, 101 bytes
     * @param trusted true when the service provider trusts the enclave without reservation
     */
    PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted);

    /** Unloads the enclave. */
    @Override
    void close();
}
