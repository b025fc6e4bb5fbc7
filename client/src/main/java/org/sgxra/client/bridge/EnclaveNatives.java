package org.sgxra.client.bridge;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.sgxra.common.message.SgxStatus;

/**
 * The SGX API as the enclave side uses it, in jni/libenclave_jni.so; nothing else is native. Every method that returns
 * an {@code int} returns a {@code sgx_status_t} ({@link SgxStatus}) unless it says otherwise: the first failing one,
 * that of the call into the enclave before that of the function called. Arrays are allocated by the caller and have
 * exactly the length their name says, else the status is {@code SGX_ERROR_INVALID_PARAMETER}; outputs are written on
 * success only. Without EPID in the SDK (2.28 and later) the status of what needs it is
 * {@code SGX_ERROR_FEATURE_NOT_SUPPORTED}. The layouts are those of docs/spec/sdk-api.md. Session keys stay inside the enclave.
 */
public final class EnclaveNatives {
    /** Values of {@link #mode()}. */
    public static final int MODE_HW = 0;

    public static final int MODE_SIM = 1;
    public static final int MODE_SOFT = 2;

    private static final Map<String, String> PACKAGES = Map.of(
            "libsgx_urts.so", "libsgx-urts",
            "libsgx_epid.so", "libsgx-epid",
            "libsgx_quote_ex.so", "libsgx-quote-ex",
            "libcrypto.so", "libssl3");

    private static volatile Platform platform;

    private EnclaveNatives() {}

    /**
     * Loads the native library; needed once, before any other method.
     *
     * @throws UnsatisfiedLinkError when it is not there, or needs a library that is not: the message then names the
     *     package to install
     */
    @SuppressWarnings("restricted")
    public static void load(Path library) {
        try {
            System.load(library.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            for (Map.Entry<String, String> entry : PACKAGES.entrySet()) {
                if (e.getMessage() != null && e.getMessage().contains(entry.getKey())) {
                    UnsatisfiedLinkError better =
                            new UnsatisfiedLinkError(e.getMessage() + "; install the package " + entry.getValue());
                    better.initCause(e);
                    throw better;
                }
            }
            throw e;
        }
    }

    /** What the library was built for, {@link #MODE_HW}, {@link #MODE_SIM} or {@link #MODE_SOFT}; no status. */
    public static native int mode();

    /** {@code SGX_DEBUG_FLAG} of the build, for createEnclave's debug: 0 in a release build, else 1; no status. */
    public static native int debugFlag();

    /**
     * Loads a signed enclave.
     *
     * @param path opened as given
     * @param debug 0 or 1
     * @param eid1 gets the enclave's id, of which all 64 bits count
     */
    public static int createEnclave(String path, int debug, long[] eid1) {
        return createEnclaveAt(path.getBytes(fileNameCharset()), debug, eid1);
    }

    private static native int createEnclaveAt(byte[] path, int debug, long[] eid1);

    /** Nothing may use the id afterwards. */
    public static native int destroyEnclave(long eid);

    /** The extended EPID group id of the platform, 0 for Intel's. */
    public static native int getExtendedEpidGroupId(int[] out1);

    /** The target info of the quoting enclave and the platform's EPID group id, little-endian. */
    public static native int initQuote(byte[] targetInfo512, byte[] gid4);

    /** ECALL get_report: a report of the enclave for that target. */
    public static native int getReport(long eid, byte[] targetInfo512, byte[] report432);

    /**
     * ECALL enclave_ra_init, or enclave_ra_init_def without a key: opens a key exchange.
     *
     * @param spKey64OrNull the service provider's public key, x and y little-endian
     * @param context1 gets the context's number
     */
    public static native int raInit(long eid, byte[] spKey64OrNull, int[] context1);

    /** {@code sgx_ra_get_msg1}: g_a (64) and gid (4). */
    public static native int raGetMsg1(int context, long eid, byte[] msg1_68);

    /**
     * {@code sgx_ra_proc_msg2}.
     *
     * @param msg2 168 bytes and the SigRL whose size they name
     * @param msg3_1 gets one new array: 336 bytes and the quote
     */
    public static native int raProcMsg2(int context, long eid, byte[] msg2, byte[][] msg3_1);

    /** ECALL enclave_ra_get_key_hash: SHA-256 of a session key; keyType is 1 for SK, 2 for MK. */
    public static native int raGetKeyHash(long eid, int context, int keyType, byte[] hash32);

    /** ECALL enclave_ra_close: forgets the context and its keys. */
    public static native int raClose(long eid, int context);

    /** ECALL verify_att_result_mac: checks AES-CMAC(MK, message). */
    public static native int verifyResultMac(long eid, int context, byte[] message, byte[] mac16);

    /**
     * ECALL put_secret: a secret of 1 to 65536 bytes under AES-128-GCM with SK.
     *
     * @param aad additional data; may be empty
     * @param hash32 gets SHA-256 of the secret
     */
    public static native int putSecret(
            long eid, int context, byte[] iv12, byte[] aad, byte[] ciphertext, byte[] tag16, byte[] hash32);

    /**
     * ECALL seal_secret: the same secret, sealed for enclaves of this signer.
     *
     * @param sealed gets the sealed secret; 560 bytes longer than the ciphertext
     */
    public static native int sealSecret(
            long eid, int context, byte[] iv12, byte[] aad, byte[] ciphertext, byte[] tag16, byte[] sealed);

    /** ECALL unseal_secret: SHA-256 of a sealed secret. */
    public static native int unsealSecret(long eid, byte[] sealed, byte[] hash32);

    /** ECALL verify_secret_data: the SGX101 example's secret, zero IV, two bytes 00 01 and whatever follows. */
    public static native int verifySecretData(long eid, int context, byte[] ciphertext, byte[] tag16);

    /**
     * ECALL sigma_open: opens a key exchange of the enclave's own. The number of its context is for {@link #raGetKeyHash},
     * {@link #raClose} and what needs session keys, too, which there are once msg3 is made.
     *
     * @param spKey64OrNull the service provider's public key, x and y little-endian; null for the built-in one
     * @param context1 gets the context's number
     */
    public static native int sigmaOpen(long eid, byte[] spKey64OrNull, int[] context1);

    /** ECALL sigma_ga: the key of msg1, x and y little-endian. */
    public static native int sigmaGa(long eid, int context, byte[] ga64);

    /**
     * ECALL sigma_msg2: checks msg2.
     *
     * @param msg2 as it came; any other length than 168 is {@code SGX_ERROR_INVALID_PARAMETER}
     */
    public static native int sigmaMsg2(long eid, int context, byte[] msg2);

    /** ECALL sigma_report: a report for that target, and the nonce for its quote. */
    public static native int sigmaReport(long eid, int context, byte[] targetInfo512, byte[] report432, byte[] nonce16);

    /** ECALL sigma_msg3: checks the quoting enclave's report on the quote, and gives what stands before the quote in msg3. */
    public static native int sigmaMsg3(long eid, int context, byte[] qeReport432, byte[] quote, byte[] msg3Head336);

    /** {@code sgx_select_att_key_id} with a list of Intel's ECDSA P-256 key alone. */
    public static native int selectEcdsaKey(byte[] keyId256);

    /** {@code sgx_init_quote_ex}: the target info of the quoting enclave for that key. */
    public static native int initQuoteEx(byte[] keyId256, byte[] targetInfo512);

    /** {@code sgx_get_quote_size_ex}: the bytes of a quote by that key. */
    public static native int getQuoteSizeEx(byte[] keyId256, int[] size1);

    /**
     * {@code sgx_get_quote_ex}. Nonce and qeReport are both given or both null.
     *
     * @param qeReport432OrNull gets the quoting enclave's report on the quote, for the enclave that made the report
     * @param quote as long as {@link #getQuoteSizeEx} says
     */
    public static native int getQuoteEx(
            byte[] report432, byte[] keyId256, byte[] nonce16OrNull, byte[] qeReport432OrNull, byte[] quote);

    /** {@code sgx_calc_quote_size}: the bytes a quote with this SigRL needs. */
    public static native int calcQuoteSize(byte[] sigRlOrNull, int[] size1);

    /**
     * {@code sgx_get_quote}. Nonce and qeReport are both given or both null.
     *
     * @param signType 0 unlinkable, 1 linkable
     * @param quote as long as {@link #calcQuoteSize} says
     */
    public static native int getQuote(
            byte[] report432,
            int signType,
            byte[] spid16,
            byte[] nonce16OrNull,
            byte[] sigRlOrNull,
            byte[] qeReport432OrNull,
            byte[] quote);

    /**
     * {@code sgx_report_attestation_status}.
     *
     * @param status 0 when the service provider trusts the enclave, else 1
     * @param update3 gets ucodeUpdate, csmeFwUpdate, pswUpdate, with {@code SGX_ERROR_UPDATE_NEEDED} too
     */
    public static native int reportAttestationStatus(byte[] pib101, int status, int[] update3);

    /** SOFT mode: who answers for the platform; null for nobody. */
    public static void platform(Platform p) {
        platform = p;
    }

    /** Called by the library in SOFT mode only. Whatever goes wrong becomes a status: nothing is thrown into C. */
    static byte[] platform(int operation, byte[] request) {
        Platform answering = platform;
        if (answering == null) {
            return status(SgxStatus.SGX_ERROR_SERVICE_UNAVAILABLE);
        }
        try {
            byte[] result = answering.call(operation, request);
            return result == null ? status(SgxStatus.SGX_ERROR_UNEXPECTED) : result;
        } catch (Throwable t) {
            return status(SgxStatus.SGX_ERROR_UNEXPECTED);
        }
    }

    private static byte[] status(SgxStatus status) {
        int code = status.code();
        return new byte[] {(byte) code, (byte) (code >> 8), (byte) (code >> 16), (byte) (code >> 24)};
    }

    /** What the JVM itself uses for file names. */
    private static Charset fileNameCharset() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
