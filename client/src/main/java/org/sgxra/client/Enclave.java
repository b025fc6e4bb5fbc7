package org.sgxra.client;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;

/**
 * A loaded enclave and the platform that quotes it (docs/spec/sdk-api.md sections 4 and 5). Any number of threads may call
 * it: a call waits until the enclave has room for one more thread. After {@link #close} every call fails with
 * {@link SgxStatus#SGX_ERROR_INVALID_ENCLAVE_ID}.
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

    /** The extended EPID group id, for msg0 of a session with an EPID quote. */
    int extendedGroupId() throws EnclaveException;

    /** The EPID group of this platform; a software platform joins one if it has none. */
    EpidGroupId groupId() throws EnclaveException;

    /**
     * Begins a key exchange in the enclave.
     *
     * @param kind of the quote that it ends with
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     */
    EnclaveKeyExchange openKeyExchange(QuoteKind kind, Optional<P256PublicKey> spKey) throws EnclaveException;

    /** SHA-256, 32 bytes, of a sealed secret, computed inside the enclave. */
    ByteString unseal(byte[] sealed) throws EnclaveException;

    /**
     * An EPID quote outside of any key exchange, with report data of zeros and without revocation list.
     *
     * @param spid 16 bytes
     * @param nonce 16 bytes, or absent
     * @return 436 bytes and the signature
     */
    byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) throws EnclaveException;

    /** An ECDSA quote outside of any key exchange, with report data of zeros. */
    byte[] ecdsaQuote() throws EnclaveException;

    /**
     * Hands the platform software what the attestation service said of the platform.
     *
     * @param platformInfo platform info blob, 101 bytes
     * @param trusted true when the service provider trusts the enclave without reservation
     */
    PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted);

    /** Unloads the enclave: at once, or when the last call that is still in it returns. */
    @Override
    void close();
}
