import static org.sgxra.common.message.SgxStatus.SGX_ERROR_FEATURE_NOT_SUPPORTED;

import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.message.SgxStatus;

/** Calls the natives for EPID of a library that was made with an SDK without it, in SIM mode; for java -Xcheck:jni. */
public final class WithoutEpidCheck {
    private WithoutEpidCheck() {
    }

    public static void main(String[] args) {
        EnclaveNatives.load(Path.of(args[0]));
        if (EnclaveNatives.mode() != EnclaveNatives.MODE_SIM) {
            throw new AssertionError("mode " + EnclaveNatives.mode());
        }
        refuses("group", () -> EnclaveNatives.getExtendedEpidGroupId(new int[1]));
        refuses("init quote", () -> EnclaveNatives.initQuote(new byte[512], new byte[4]));
        refuses("init", () -> EnclaveNatives.raInit(1, null, new int[1]));
        refuses("msg1", () -> EnclaveNatives.raGetMsg1(0, 1, new byte[68]));
        refuses("msg2", () -> EnclaveNatives.raProcMsg2(0, 1, new byte[168], new byte[1][]));
        refuses("quote size", () -> EnclaveNatives.calcQuoteSize(null, new int[1]));
        refuses("quote", () -> EnclaveNatives.getQuote(new byte[432], 0, new byte[16], null, null, null, new byte[9]));
        refuses("status", () -> EnclaveNatives.reportAttestationStatus(new byte[101], 0, new int[3]));
    }

    private static void refuses(String what, IntSupplier call) {
        int status = call.getAsInt();
        if (status != SGX_ERROR_FEATURE_NOT_SUPPORTED.code()) {
            throw new AssertionError(what + ": " + SgxStatus.describe(status));
        }
    }
}
