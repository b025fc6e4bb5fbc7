package org.sgxra.client;

import org.sgxra.client.bridge.EnclaveNatives;

/** The enclave that the build made, on a platform that can quote with ECDSA and nothing else. */
public final class EcdsaWorld {
    private EcdsaWorld() {}

    /** The enclave, loaded. */
    public static NativeEnclave load() throws EnclaveException {
        EnclaveNatives.load(SoftWorld.LIBRARY);
        EnclaveNatives.platform(new EcdsaPlatformDouble());
        return NativeEnclave.load(SoftWorld.ENCLAVE);
    }
}
