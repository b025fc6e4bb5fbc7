package org.sgxra.client;

import java.util.function.IntSupplier;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.SgxStatus;

/**
 * What key exchanges of both kinds have in common through the JNI library. The enclave knows one by the number of a context,
 * which it may give to the next key exchange once this one is closed: so the number never leaves this object, and no call is
 * made with it after that.
 */
abstract class NativeKeyExchange implements EnclaveKeyExchange {
    static final int MSG1_SIZE = 68;

    private static final int HASH_SIZE = 32;
    private static final int SEALING_OVERHEAD = 560;

    private final NativeCalls calls;
    private final long eid;
    private final int context;
    private boolean closed;

    NativeKeyExchange(NativeCalls calls, long eid, int context) {
        this.calls = calls;
        this.eid = eid;
        this.context = context;
    }

    final long eid() {
        return eid;
    }

    final int context() {
        return context;
    }

    @Override
    public synchronized ByteString keyHash(SessionKey key) throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        EnclaveException.check(
                "enclave_ra_get_key_hash", enter(() -> EnclaveNatives.raGetKeyHash(eid, context, key.type(), hash)));
        return ByteString.of(hash);
    }

    @Override
    public synchronized void verifyMac(ByteString message, ByteString mac) throws EnclaveException {
        byte[] messageBytes = message.toArray();
        byte[] macBytes = mac.toArray();
        checkSecret(() -> EnclaveNatives.verifyResultMac(eid, context, messageBytes, macBytes));
    }

    @Override
    public synchronized ByteString secretHash(EncryptedSecret secret, ByteString additionalData)
            throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        decrypt(secret, additionalData, EnclaveNatives::putSecret, hash);
        return ByteString.of(hash);
    }

    @Override
    public synchronized void verifyExampleSecret(ByteString ciphertext, ByteString tag) throws EnclaveException {
        byte[] ciphertextBytes = ciphertext.toArray();
        byte[] tagBytes = tag.toArray();
        checkSecret(() -> EnclaveNatives.verifySecretData(eid, context, ciphertextBytes, tagBytes));
    }

    @Override
    public synchronized byte[] sealSecret(EncryptedSecret secret, ByteString additionalData) throws EnclaveException {
        byte[] sealed = new byte[SEALING_OVERHEAD + secret.ciphertext().size()];
        decrypt(secret, additionalData, EnclaveNatives::sealSecret, sealed);
        return sealed;
    }

    private interface Decryption {
        int call(long eid, int context, byte[] iv, byte[] additionalData, byte[] ciphertext, byte[] tag, byte[] out);
    }

    private void decrypt(EncryptedSecret secret, ByteString additionalData, Decryption decryption, byte[] out)
            throws EnclaveException {
        byte[] iv = secret.iv().toArray();
        byte[] additional = additionalData.toArray();
        byte[] ciphertext = secret.ciphertext().toArray();
        byte[] tag = secret.tag().toArray();
        checkSecret(() -> decryption.call(eid, context, iv, additional, ciphertext, tag, out));
    }

    private void checkSecret(IntSupplier nativeCall) throws EnclaveException {
        EnclaveException.checkSecret(enter(nativeCall));
    }

    final NativeCalls.Result enter(IntSupplier nativeCall) {
        if (closed) {
            throw new IllegalStateException("the key exchange is closed");
        }
        return calls.enter(nativeCall);
    }

    @Override
    public synchronized void close() throws EnclaveException {
        if (!closed) {
            NativeCalls.Result result = enter(() -> EnclaveNatives.raClose(eid, context));
            closed = true;
            if (result.code() != SgxStatus.SGX_ERROR_INVALID_ENCLAVE_ID.code()) {
                // An enclave that is unloaded has taken its contexts with it.
                EnclaveException.check("enclave_ra_close", result);
            }
        }
    }
}
