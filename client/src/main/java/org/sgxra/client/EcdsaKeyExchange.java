package org.sgxra.client;

import java.util.Arrays;
import org.sgxra.client.bridge.EnclaveNatives;

/** The enclave's own key exchange, with an ECDSA quote (docs/spec/dcap.md section 6.2). */
final class EcdsaKeyExchange extends NativeKeyExchange {
    private static final int GA_SIZE = 64;
    private static final int MSG3_FIXED_SIZE = 336;

    private final NativeCalls calls;
    private final Enclave.Mode mode;
    private EcdsaQuoting quoting;

    EcdsaKeyExchange(NativeCalls calls, long eid, int context, Enclave.Mode mode) {
        super(calls, eid, context);
        this.calls = calls;
        this.mode = mode;
    }

    /** The group id in it is 0. */
    @Override
    public synchronized byte[] msg1() throws EnclaveException {
        byte[] ga = new byte[GA_SIZE];
        EnclaveException.check("sigma_ga", enter(() -> EnclaveNatives.sigmaGa(eid(), context(), ga)));
        quoting = EcdsaQuoting.begin(calls, mode);
        return Arrays.copyOf(ga, MSG1_SIZE);
    }

    @Override
    public synchronized byte[] msg3(byte[] msg2) throws EnclaveException {
        EnclaveException.checkEcdsaMsg2(enter(() -> EnclaveNatives.sigmaMsg2(eid(), context(), msg2)));
        EcdsaQuoting.Quoted quoted = quoting.quote(this::report);
        byte[] head = new byte[MSG3_FIXED_SIZE];
        EnclaveException.checkEcdsaMsg3(
                enter(() -> EnclaveNatives.sigmaMsg3(eid(), context(), quoted.qeReport(), quoted.quote(), head)));
        byte[] msg3 = Arrays.copyOf(head, MSG3_FIXED_SIZE + quoted.quote().length);
        System.arraycopy(quoted.quote(), 0, msg3, MSG3_FIXED_SIZE, quoted.quote().length);
        return msg3;
    }

    private void report(byte[] target, byte[] report, byte[] nonce) throws EnclaveException {
        EnclaveException.check(
                "sigma_report", enter(() -> EnclaveNatives.sigmaReport(eid(), context(), target, report, nonce)));
    }
}
