package org.sgxra.common.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The status codes of the SGX API, {@code sgx_status_t}: Intel's names and numbers (docs/spec/sdk-api.md, 3), and what each
 * means for a user.
 */
public enum SgxStatus {
    SGX_SUCCESS(0x0000, "success"),
    SGX_ERROR_UNEXPECTED(0x0001, "it failed for a reason that has no status of its own"),
    SGX_ERROR_INVALID_PARAMETER(0x0002, "an argument is wrong"),
    SGX_ERROR_OUT_OF_MEMORY(0x0003, "not enough memory is free for it"),
    SGX_ERROR_ENCLAVE_LOST(0x0004, "the enclave was lost when the machine slept or the process forked; load it again"),
    SGX_ERROR_INVALID_STATE(0x0005, "the calls came in the wrong order"),
    SGX_ERROR_FEATURE_NOT_SUPPORTED(0x0008, "this platform does not support it"),
    SGX_PTHREAD_EXIT(0x0009, "a thread of the enclave ended itself"),
    SGX_ERROR_MEMORY_MAP_FAILURE(0x000a, "memory for the enclave cannot be mapped"),
    SGX_ERROR_INVALID_FUNCTION(
            0x1001, "the enclave has no such function: it was built from another Enclave.edl than the JNI library"),
    SGX_ERROR_OUT_OF_TCS(0x1003, "all threads of the enclave are busy"),
    SGX_ERROR_ENCLAVE_CRASHED(0x1006, "the enclave crashed"),
    SGX_ERROR_ECALL_NOT_ALLOWED(0x1007, "the enclave does not allow this call now"),
    SGX_ERROR_OCALL_NOT_ALLOWED(0x1008, "the enclave is not allowed to call out now"),
    SGX_ERROR_STACK_OVERRUN(0x1009, "the enclave used up its stack"),
    SGX_ERROR_UNDEFINED_SYMBOL(0x2000, "the enclave needs a function that it does not contain"),
    SGX_ERROR_INVALID_ENCLAVE(0x2001, "the file is no enclave"),
    SGX_ERROR_INVALID_ENCLAVE_ID(0x2002, "the enclave is not loaded, or no longer"),
    SGX_ERROR_INVALID_SIGNATURE(0x2003, "the signature is wrong"),
    SGX_ERROR_NDEBUG_ENCLAVE(0x2004, "a release enclave cannot be loaded in debug mode"),
    SGX_ERROR_OUT_OF_EPC(0x2005, "not enough protected memory is free"),
    SGX_ERROR_NO_DEVICE(0x2006, "no SGX device: SGX is disabled in the BIOS or the driver is missing"),
    SGX_ERROR_MEMORY_MAP_CONFLICT(0x2007, "the memory that the enclave needs is taken"),
    SGX_ERROR_INVALID_METADATA(0x2009, "the metadata of the enclave is missing or wrong"),
    SGX_ERROR_DEVICE_BUSY(0x200c, "the SGX device is busy; try again"),
    SGX_ERROR_INVALID_VERSION(0x200d, "the platform software is older than the SDK that signed the enclave; update it"),
    SGX_ERROR_MODE_INCOMPATIBLE(0x200e, "built for another SGX_MODE"),
    SGX_ERROR_ENCLAVE_FILE_ACCESS(0x200f, "the file cannot be read"),
    SGX_ERROR_INVALID_MISC(0x2010, "the processor has not the features that the enclave asks for"),
    SGX_ERROR_INVALID_LAUNCH_TOKEN(0x2011, "the launch token is wrong"),
    SGX_ERROR_MAC_MISMATCH(0x3001, "a MAC is wrong"),
    SGX_ERROR_INVALID_ATTRIBUTE(0x3002, "the platform does not allow the attributes of the enclave"),
    SGX_ERROR_INVALID_CPUSVN(0x3003, "the security version of the processor is too high"),
    SGX_ERROR_INVALID_ISVSVN(0x3004, "the security version of the enclave is too high"),
    SGX_ERROR_INVALID_KEYNAME(0x3005, "there is no key of that name"),
    SGX_ERROR_UNSUPPORTED_FUNCTION(0x3006, "the platform software does not have this function"),
    SGX_ERROR_SERVICE_UNAVAILABLE(
            0x4001, "the architectural enclave service does not answer: is aesmd running? (package sgx-aesm-service)"),
    SGX_ERROR_SERVICE_TIMEOUT(0x4002, "the architectural enclave service did not answer in time"),
    SGX_ERROR_AE_INVALID_EPIDBLOB(0x4003, "the stored EPID key of the platform is damaged"),
    SGX_ERROR_SERVICE_INVALID_PRIVILEGE(0x4004, "this platform does not authorise the enclave's signer to launch it"),
    SGX_ERROR_EPID_MEMBER_REVOKED(0x4005, "the platform's EPID key is revoked"),
    SGX_ERROR_UPDATE_NEEDED(0x4006, "the platform must be updated"),
    SGX_ERROR_NETWORK_FAILURE(
            0x4007, "the platform cannot reach its provisioning service; check the network and the proxy of aesmd"),
    SGX_ERROR_AE_SESSION_INVALID(0x4008, "the session with the architectural enclave service has ended; try again"),
    SGX_ERROR_BUSY(0x400a, "the platform is busy; try again"),
    SGX_ERROR_MC_NOT_FOUND(0x400c, "there is no such monotonic counter"),
    SGX_ERROR_MC_NO_ACCESS_RIGHT(0x400d, "the enclave may not use this monotonic counter"),
    SGX_ERROR_MC_USED_UP(0x400e, "all monotonic counters are used up"),
    SGX_ERROR_MC_OVER_QUOTA(0x400f, "the enclave has too many monotonic counters"),
    SGX_ERROR_KDF_MISMATCH(0x4011, "the kdf_id is not 1"),
    SGX_ERROR_UNRECOGNIZED_PLATFORM(0x4012, "the provisioning service does not know this platform"),
    SGX_ERROR_UNSUPPORTED_CONFIG(0x4013, "the platform is configured in a way that is not supported"),
    SGX_ERROR_NO_PRIVILEGE(0x5002, "this user may not do it"),
    SGX_ERROR_PCL_ENCRYPTED(0x6001, "the enclave is encrypted"),
    SGX_ERROR_PCL_NOT_ENCRYPTED(0x6002, "the enclave is not encrypted"),
    SGX_ERROR_PCL_MAC_MISMATCH(0x6003, "the MAC of the encrypted enclave is wrong"),
    SGX_ERROR_PCL_SHA_MISMATCH(0x6004, "the hash of the encrypted enclave is wrong"),
    SGX_ERROR_PCL_GUID_MISMATCH(0x6005, "the key is for another encrypted enclave"),
    SGX_ERROR_FILE_BAD_STATUS(0x7001, "a protected file is in a bad state"),
    SGX_ERROR_FILE_NO_KEY_ID(0x7002, "the key of a protected file is missing"),
    SGX_ERROR_FILE_NAME_MISMATCH(0x7003, "a protected file was renamed"),
    SGX_ERROR_FILE_NOT_SGX_FILE(0x7004, "the file is no protected file"),
    SGX_ERROR_FILE_CANT_OPEN_RECOVERY_FILE(0x7005, "the recovery file cannot be opened"),
    SGX_ERROR_FILE_CANT_WRITE_RECOVERY_FILE(0x7006, "the recovery file cannot be written"),
    SGX_ERROR_FILE_RECOVERY_NEEDED(0x7007, "a protected file needs recovery"),
    SGX_ERROR_FILE_FLUSH_FAILED(0x7008, "a protected file cannot be written"),
    SGX_ERROR_FILE_CLOSE_FAILED(0x7009, "a protected file cannot be closed"),
    SGX_ERROR_UNSUPPORTED_ATT_KEY_ID(0x8001, "the platform does not support this attestation key"),
    SGX_ERROR_ATT_KEY_CERTIFICATION_FAILURE(0x8002, "the attestation key cannot be certified"),
    SGX_ERROR_ATT_KEY_UNINITIALIZED(0x8003, "the attestation key has not been made yet"),
    SGX_ERROR_INVALID_ATT_KEY_CERT_DATA(0x8004, "the certificate of the attestation key is wrong"),
    SGX_ERROR_PLATFORM_CERT_UNAVAILABLE(0x8005, "there is no certificate of the platform"),
    SGX_ERROR_TLS_X509_INVALID_EXTENSION(0x9001, "the certificate lacks a valid SGX extension"),
    SGX_INTERNAL_ERROR_ENCLAVE_CREATE_INTERRUPTED(0xf001, "loading the enclave was interrupted; try again");

    private static final Map<Integer, SgxStatus> BY_CODE = new HashMap<>();

    static {
        for (SgxStatus status : values()) {
            BY_CODE.put(status.code, status);
        }
    }

    private final int code;
    private final String meaning;

    SgxStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Intel's number. */
    public int code() {
        return code;
    }

    /** What it means for a user, in words that follow a colon; where the call that failed says more, its words are better. */
    public String meaning() {
        return meaning;
    }

    /** The status with this number; empty for a number no SDK up to 2.26 has. */
    public static Optional<SgxStatus> find(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The status with this number; {@link #SGX_ERROR_UNEXPECTED} for a number no SDK up to 2.26 has. */
    public static SgxStatus of(int code) {
        return find(code).orElse(SGX_ERROR_UNEXPECTED);
    }

    /** Intel's name and the number, as in {@code SGX_ERROR_NO_DEVICE (0x2006)}. */
    public static String describe(int code) {
        return find(code).map(SgxStatus::name).orElse("unknown SGX status") + String.format(" (0x%04x)", code);
    }

    /** Intel's name and the number. */
    public String describe() {
        return describe(code);
    }
}
