package org.sgxra.client;

import java.util.Optional;
import org.sgxra.client.bridge.SgxStatus;

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

    private final Cause origin;

    EnclaveException(Cause origin, String message, Throwable cause) {
        super(message, cause);
        this.origin = origin;
    }

    /** A call failed for which there is no more to say. */
    static EnclaveException of(String call, int status) {
        return new EnclaveException(Cause.LOCAL, call + " failed: " + SgxStatus.describe(status), null);
    }

    /**
     * The enclave could not be loaded.
     *
     * @param reason in the words of the software platform; empty when it has nothing to say
     */
    static EnclaveException atLoad(String file, int status, Optional<String> reason) {
        String hint =
                switch (status) {
                    case 0x2003 ->
                        "the file was changed after it was signed, or signed wrongly; build it again: make -C enclave";
                    case 0x2001, 0x2009 ->
                        "not an enclave signed for this SGX_MODE; build it and the JNI library again with one "
                                + "SGX_MODE: make -C enclave && make -C jni";
                    case 0x200e ->
                        "built for another SGX_MODE than the JNI library; build both again with one SGX_MODE";
                    case 0x200d -> "the platform software is older than the SDK that signed the enclave; update it";
                    case 0x2004 ->
                        "a release enclave cannot be loaded in debug mode; build all of it with one SGX_DEBUG";
                    case 0x2006 -> "no SGX device: SGX is disabled in the BIOS or the driver is missing";
                    case 0x2005 -> "not enough protected memory is free";
                    case 0x200f -> "the file cannot be read";
                    case 0x4001 ->
                        "the architectural enclave service does not answer: is aesmd running? (package sgx-aesm-service)";
                    case 0x4004 -> "this platform does not authorise the enclave's signer to launch it";
                    default -> "";
                };
        return new EnclaveException(
                Cause.LOCAL, "cannot load the enclave " + file + ": " + withHint(status, reason.orElse(hint)), null);
    }

    /**
     * The platform could not take part in quoting.
     *
     * @param reason in the words of the software platform; empty when it has nothing to say
     */
    static EnclaveException atQuoting(String call, int status, Optional<String> reason) {
        Cause cause =
                switch (status) {
                    case 0x4002, 0x4006, 0x4007, 0x4008, 0x400a, 0x4012 -> Cause.SERVICE;
                    default -> Cause.LOCAL;
                };
        String hint =
                switch (status) {
                    case 0x4001 ->
                        "aesmd or its quoting bundle does not answer (packages sgx-aesm-service, libsgx-aesm-epid-plugin)";
                    case 0x4005 -> "the platform's EPID key is revoked";
                    case 0x4006 -> "the platform must be updated before it can be provisioned";
                    case 0x4007 ->
                        "the platform cannot reach its provisioning service; check the network and the proxy of aesmd";
                    case 0x4012 -> "the provisioning service does not know this platform";
                    default -> "";
                };
        return new EnclaveException(cause, call + " failed: " + withHint(status, reason.orElse(hint)), null);
    }

    /**
     * The enclave, or the quoting side, refused msg2.
     *
     * @param reason in the words of the software platform; empty when it has nothing to say
     */
    static EnclaveException atMsg2(int status, Optional<String> reason) {
        String hint =
                switch (status) {
                    case 0x0001 -> "g_b is not a point on P-256, or the SigRL is not signed for this platform";
                    case 0x0002 -> "its SigRL is not a revocation list for this platform's group";
                    case 0x2003 ->
                        "the signature over g_b||g_a is not by the service provider's key that the enclave trusts; "
                                + "compare -p/-P here with -k/-K of sp, and the byte order of r and s";
                    case 0x3001 -> "its MAC is wrong: the two sides derived different keys";
                    case 0x4005 -> "the platform's EPID key is revoked by the SigRL";
                    case 0x4011 -> "its kdf_id is not 1";
                    default -> "";
                };
        return new EnclaveException(
                Cause.MESSAGE, "msg2 refused by the enclave: " + withHint(status, reason.orElse(hint)), null);
    }

    /** The enclave refused what came after msg3, or the secret in it. */
    static EnclaveException atSecret(int status) {
        String hint = status == 0x3001 ? "its MAC is wrong: it was changed on the way, or made with other keys" : "";
        return new EnclaveException(Cause.MESSAGE, "refused by the enclave: " + withHint(status, hint), null);
    }

    /** A sealed secret could not be opened. */
    static EnclaveException atUnsealing(int status) {
        String hint =
                switch (status) {
                    case 0x0002 -> "it is no sealed secret";
                    case 0x3001 -> "it was changed, or sealed by an enclave of another signer or on another platform";
                    case 0x3003, 0x3004 -> "it was sealed by a newer version of the platform or of the enclave";
                    default -> "";
                };
        return new EnclaveException(Cause.LOCAL, "the secret cannot be unsealed: " + withHint(status, hint), null);
    }

    private static String withHint(int status, String hint) {
        return SgxStatus.describe(status) + (hint.isEmpty() ? "" : ": " + hint);
    }

    /** Where to look for the cause. */
    public Cause origin() {
        return origin;
    }
}
