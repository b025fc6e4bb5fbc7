package org.sgxra.client;

import org.sgxra.client.bridge.EnclaveNatives;

/**
 * A key exchange of Intel's library, with an EPID quote. The library remembers the quoting enclave of the last msg1 of the
 * process; that is one and the same for all EPID key exchanges, and ECDSA key exchanges do not go through the library.
 */
final class EpidKeyExchange extends NativeKeyExchange {
    EpidKeyExchange(NativeCalls calls, long eid, int context) {
        super(calls, eid, context);
    }

    @Override
    public synchronized byte[] msg1() throws EnclaveException {
        byte[] msg1 = new byte[MSG1_SIZE];
        EnclaveException.checkQuoting("sgx_ra_get_msg1", enter(() -> EnclaveNatives.raGetMsg1(context(), eid(), msg1)));
        return msg1;
    }

    @Override
    public synchronized byte[] msg3(byte[] msg2) throws EnclaveException {
        byte[][] msg3 = new byte[1][];
        EnclaveException.checkMsg2(enter(() -> EnclaveNatives.raProcMsg2(context(), eid(), msg2, msg3)));
        return msg3[0];
    }
}
