package org.sgxra.client;

import java.util.Optional;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.message.SgxStatus;

/**
 * Quoting by the platform's ECDSA key (docs/spec/dcap.md section 8.4). Key and quoting enclave are known to this object only:
 * unlike Intel's key-exchange library, which keeps them once for the process, it leaves key exchanges of both kinds alone.
 */
final class EcdsaQuoting {
    private static final int KEY_ID_SIZE = 256;
    private static final int TARGET_INFO_SIZE = 512;
    private static final int REPORT_SIZE = 432;
    private static final int NONCE_SIZE = 16;
    private static final int MAX_QUOTE_SIZE = 65536;
    private static final int ALGORITHM_OFFSET = 154;
    private static final int ECDSA_P256 = 2;

    /** Makes a report for a quoting enclave. */
    interface Reporter {
        /**
         * Fills in a report and a nonce.
         *
         * @param target target info of the quoting enclave, 512 bytes
         * @param report 432 bytes
         * @param nonce 16 bytes, which the quoting enclave's report on the quote will name
         */
        void report(byte[] target, byte[] report, byte[] nonce) throws EnclaveException;
    }

    /**
     * What came of it.
     *
     * @param quote as the platform made it
     * @param qeReport the quoting enclave's report on the quote, 432 bytes, for the enclave that is quoted
     */
    @SuppressWarnings("ArrayRecordComponent") // from one native call into the next
    record Quoted(byte[] quote, byte[] qeReport) {}

    private final NativeCalls calls;
    private final byte[] keyId = new byte[KEY_ID_SIZE];
    private final byte[] target = new byte[TARGET_INFO_SIZE];

    private EcdsaQuoting(NativeCalls calls) {
        this.calls = calls;
    }

    /**
     * Chooses the key, and learns of the quoting enclave; a platform that is new makes its key now.
     *
     * @param mode a simulation may choose another key, with which nobody can verify a quote either
     */
    static EcdsaQuoting begin(NativeCalls calls, Enclave.Mode mode) throws EnclaveException {
        EcdsaQuoting quoting = new EcdsaQuoting(calls);
        EnclaveException.checkEcdsaQuoting(
                "sgx_select_att_key_id", calls.enter(() -> EnclaveNatives.selectEcdsaKey(quoting.keyId)));
        int algorithm = quoting.keyId[ALGORITHM_OFFSET] & 0xff;
        if (algorithm != ECDSA_P256 && mode != Enclave.Mode.SIM) {
            throw new EnclaveException(
                    EnclaveException.Cause.LOCAL,
                    "sgx_select_att_key_id chose a key of algorithm " + algorithm + " instead of ECDSA P-256 ("
                            + ECDSA_P256 + "): install the package libsgx-aesm-ecdsa-plugin and restart aesmd",
                    null);
        }
        quoting.initialise();
        return quoting;
    }

    private void initialise() throws EnclaveException {
        EnclaveException.checkEcdsaQuoting(
                "sgx_init_quote_ex", calls.enter(() -> EnclaveNatives.initQuoteEx(keyId, target)));
    }

    /**
     * Has a report quoted. When the platform has changed its key meanwhile, the report is made anew for the quoting enclave of
     * now, once.
     */
    Quoted quote(Reporter reporter) throws EnclaveException {
        Optional<Quoted> quoted = attempt(reporter, false);
        if (quoted.isEmpty()) {
            initialise();
            quoted = attempt(reporter, true);
        }
        return quoted.orElseThrow();
    }

    /** Empty if the key has changed, which is an error when this is the last attempt. */
    private Optional<Quoted> attempt(Reporter reporter, boolean last) throws EnclaveException {
        int[] size = new int[1];
        NativeCalls.Result sized = calls.enter(() -> EnclaveNatives.getQuoteSizeEx(keyId, size));
        if (!last && isOutdated(sized)) {
            return Optional.empty();
        }
        EnclaveException.checkEcdsaQuoting("sgx_get_quote_size_ex", sized);
        if (size[0] <= 0 || size[0] > MAX_QUOTE_SIZE) {
            throw new EnclaveException(
                    EnclaveException.Cause.LOCAL,
                    "sgx_get_quote_size_ex announces a quote of " + ByteCount.ofUnsigned(size[0]),
                    null);
        }
        byte[] report = new byte[REPORT_SIZE];
        byte[] nonce = new byte[NONCE_SIZE];
        reporter.report(target, report, nonce);
        byte[] qeReport = new byte[REPORT_SIZE];
        byte[] quote = new byte[size[0]];
        NativeCalls.Result result = calls.enter(() -> EnclaveNatives.getQuoteEx(report, keyId, nonce, qeReport, quote));
        if (!last && isOutdated(result)) {
            return Optional.empty();
        }
        EnclaveException.checkEcdsaQuoting("sgx_get_quote_ex", result);
        return Optional.of(new Quoted(quote, qeReport));
    }

    private static boolean isOutdated(NativeCalls.Result result) {
        return result.code() == SgxStatus.SGX_ERROR_ATT_KEY_UNINITIALIZED.code();
    }
}
