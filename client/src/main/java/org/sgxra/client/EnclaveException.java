package org.sgxra.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.message.SgxStatus;

/** A call of the enclave or of the platform that failed: its status with Intel's name and number, and what to do about it. */
public final class EnclaveException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where to look for the cause. */
    public enum Cause {
        /** On this machine. */
        LOCAL,
        /** At a service that the platform needs, over the network. */
        SERVICE,
        /** In a message of the service provider. */
        MESSAGE
    }

    private static final Map<SgxStatus, String> AT_LOAD = Map.of(
            SgxStatus.SGX_ERROR_INVALID_SIGNATURE,
            "the file was changed after it was signed, or signed wrongly; build it again: make -C enclave",
            SgxStatus.SGX_ERROR_INVALID_ENCLAVE,
            "not an enclave signed for this SGX_MODE; build it and the JNI library again with one "
                    + "SGX_MODE: make -C enclave && make -C jni",
            SgxStatus.SGX_ERROR_INVALID_METADATA,
            "not an enclave signed for this SGX_MODE; build it and the JNI library again with one "
                    + "SGX_MODE: make -C enclave && make -C jni",
            SgxStatus.SGX_ERROR_MODE_INCOMPATIBLE,
            "built for another SGX_MODE than the JNI library; build both again with one SGX_MODE",
            SgxStatus.SGX_ERROR_NDEBUG_ENCLAVE,
            "a release enclave cannot be loaded in debug mode; build all of it with one SGX_DEBUG");

    private static final Map<SgxStatus, String> AT_QUOTING = Map.of(
            SgxStatus.SGX_ERROR_SERVICE_UNAVAILABLE,
            "aesmd or its quoting bundle does not answer (packages sgx-aesm-service, libsgx-aesm-epid-plugin)",
            SgxStatus.SGX_ERROR_UPDATE_NEEDED,
            "the platform must be updated before it can be provisioned",
            SgxStatus.SGX_ERROR_FEATURE_NOT_SUPPORTED,
            "this build has no EPID: Intel's SDK removed it with 2.28; use --attestation=dcap");

    private static final Map<SgxStatus, String> AT_ECDSA_QUOTING = Map.of(
            SgxStatus.SGX_ERROR_SERVICE_UNAVAILABLE,
            "aesmd or its quoting plugin does not answer (packages sgx-aesm-service, libsgx-aesm-quote-ex-plugin, "
                    + "libsgx-aesm-ecdsa-plugin)",
            SgxStatus.SGX_ERROR_UNSUPPORTED_ATT_KEY_ID,
            "aesmd has no ECDSA key (package libsgx-aesm-ecdsa-plugin; restart aesmd after installing it)",
            SgxStatus.SGX_ERROR_ATT_KEY_CERTIFICATION_FAILURE,
            "the attestation key cannot be certified: aesmd needs the package libsgx-aesm-pce-plugin and access to "
                    + "/dev/sgx_provision (group sgx_prv)",
            SgxStatus.SGX_ERROR_ATT_KEY_UNINITIALIZED,
            "the attestation key was changed again and again; try again",
            SgxStatus.SGX_ERROR_PLATFORM_CERT_UNAVAILABLE,
            "there is no certificate for this platform: register it at the caching service (PCCS) that "
                    + "/etc/sgx_default_qcnl.conf names",
            SgxStatus.SGX_ERROR_NETWORK_FAILURE,
            "the caching service (PCCS) that /etc/sgx_default_qcnl.conf names cannot be reached",
            SgxStatus.SGX_ERROR_UNEXPECTED,
            "aesmd's log says more; often the package libsgx-dcap-default-qpl is missing, the caching service (PCCS) does "
                    + "not know the platform, or aesmd may not open /dev/sgx_provision (group sgx_prv)");

    private static final Map<SgxStatus, String> AT_ECDSA_MSG2 = Map.of(
            SgxStatus.SGX_ERROR_UNEXPECTED,
            "g_b is not a point on P-256",
            SgxStatus.SGX_ERROR_INVALID_PARAMETER,
            "for an ECDSA quote it has 168 bytes and no SigRL; does sp take gid 0 for an EPID group? "
                    + "It needs --attestation=dcap or both");

    private static final Map<SgxStatus, String> AT_MSG2 = Map.of(
            SgxStatus.SGX_ERROR_UNEXPECTED,
            "g_b is not a point on P-256, or the SigRL is not signed for this platform",
            SgxStatus.SGX_ERROR_INVALID_PARAMETER,
            "its SigRL is not a revocation list for this platform's group",
            SgxStatus.SGX_ERROR_INVALID_SIGNATURE,
            "the signature over g_b||g_a is not by the service provider's key that the enclave trusts; "
                    + "compare -p/-P here with -k/-K of sp, and the byte order of r and s",
            SgxStatus.SGX_ERROR_MAC_MISMATCH,
            "its MAC is wrong: the two sides derived different keys",
            SgxStatus.SGX_ERROR_EPID_MEMBER_REVOKED,
            "the platform's EPID key is revoked by the SigRL",
            SgxStatus.SGX_ERROR_KDF_MISMATCH,
            "its kdf_id is not 1");

    private static final Map<SgxStatus, String> AT_ECDSA_MSG3 = Map.of(
            SgxStatus.SGX_ERROR_MAC_MISMATCH,
            "the quoting enclave's report does not vouch for this quote; simulation SDKs without EPID may not make one",
            SgxStatus.SGX_ERROR_INVALID_PARAMETER,
            "another quoting enclave vouches for the quote than the one it was made for");

    private static final Map<SgxStatus, String> AT_SECRET = Map.of(
            SgxStatus.SGX_ERROR_MAC_MISMATCH, "its MAC is wrong: it was changed on the way, or made with other keys");

    private static final Map<SgxStatus, String> AT_UNSEALING = Map.of(
            SgxStatus.SGX_ERROR_INVALID_PARAMETER,
            "it is no sealed secret",
            SgxStatus.SGX_ERROR_MAC_MISMATCH,
            "it was changed, or sealed by an enclave of another signer or on another platform",
            SgxStatus.SGX_ERROR_INVALID_CPUSVN,
            "it was sealed by a newer version of the platform or of the enclave",
            SgxStatus.SGX_ERROR_INVALID_ISVSVN,
            "it was sealed by a newer version of the platform or of the enclave");

    private static final Set<SgxStatus> FROM_SERVICES = Set.of(
            SgxStatus.SGX_ERROR_SERVICE_TIMEOUT,
            SgxStatus.SGX_ERROR_UPDATE_NEEDED,
            SgxStatus.SGX_ERROR_NETWORK_FAILURE,
            SgxStatus.SGX_ERROR_AE_SESSION_INVALID,
            SgxStatus.SGX_ERROR_BUSY,
            SgxStatus.SGX_ERROR_UNRECOGNIZED_PLATFORM,
            SgxStatus.SGX_ERROR_PLATFORM_CERT_UNAVAILABLE);

    private final Cause origin;

    EnclaveException(Cause origin, String message, Throwable cause) {
        super(message, cause);
        this.origin = origin;
    }

    private static EnclaveException of(
            Cause cause, String what, NativeCalls.Result result, Map<SgxStatus, String> hints) {
        Optional<SgxStatus> status = SgxStatus.find(result.code());
        String why = result.platformFailure()
                .or(() -> status.map(known -> hints.getOrDefault(known, known.meaning())))
                .map(reason -> ": " + reason)
                .orElse("");
        return new EnclaveException(cause, what + ": " + SgxStatus.describe(result.code()) + why, null);
    }

    /** A call about which there is no more to say than its status. */
    static void check(String call, NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.LOCAL, call + " failed", result, Map.of());
        }
    }

    /** The enclave had to be loaded. */
    static void checkLoad(String file, NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.LOCAL, "cannot load the enclave " + file, result, AT_LOAD);
        }
    }

    /** The platform had to take part in quoting with its EPID key. */
    static void checkQuoting(String call, NativeCalls.Result result) throws EnclaveException {
        checkQuoting(call, result, AT_QUOTING);
    }

    /** The platform had to take part in quoting with its ECDSA key. */
    static void checkEcdsaQuoting(String call, NativeCalls.Result result) throws EnclaveException {
        checkQuoting(call, result, AT_ECDSA_QUOTING);
    }

    private static void checkQuoting(String call, NativeCalls.Result result, Map<SgxStatus, String> hints)
            throws EnclaveException {
        if (!result.isSuccess()) {
            boolean remote = SgxStatus.find(result.code())
                    .filter(FROM_SERVICES::contains)
                    .isPresent();
            throw of(remote ? Cause.SERVICE : Cause.LOCAL, call + " failed", result, hints);
        }
    }

    /** The enclave, and then the quoting side, had to accept msg2. */
    static void checkMsg2(NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.MESSAGE, "msg2 refused by the enclave", result, AT_MSG2);
        }
    }

    /** The enclave had to accept msg2 of a session with an ECDSA quote. */
    static void checkEcdsaMsg2(NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            Map<SgxStatus, String> hints = new EnumMap<>(AT_MSG2);
            hints.putAll(AT_ECDSA_MSG2);
            throw of(Cause.MESSAGE, "msg2 refused by the enclave", result, hints);
        }
    }

    /** The enclave had to accept an ECDSA quote for msg3. */
    static void checkEcdsaMsg3(NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.LOCAL, "quote refused by the enclave", result, AT_ECDSA_MSG3);
        }
    }

    /** The enclave had to accept what came after msg3, or the secret in it. */
    static void checkSecret(NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.MESSAGE, "refused by the enclave", result, AT_SECRET);
        }
    }

    /** A sealed secret had to be opened. */
    static void checkUnsealing(NativeCalls.Result result) throws EnclaveException {
        if (!result.isSuccess()) {
            throw of(Cause.LOCAL, "the secret cannot be unsealed", result, AT_UNSEALING);
        }
    }

    /** Where to look for the cause. */
    public Cause origin() {
        return origin;
    }
}
