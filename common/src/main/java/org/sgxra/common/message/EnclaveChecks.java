package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SessionKeys;

/**
 * The checks that an enclave and its quoting enclave make of what a service provider says, in their order (docs/spec/sdk-api.md,
 * proc_msg2_trusted; docs/spec/wire-tls-protobuf.md section 14). The enclave is written in C and tells nobody but whether it
 * accepts; this tells what is compared, to whoever may know it. For one thread; keys stay the caller's.
 */
public final class EnclaveChecks {
    private static final String POINT = "a point on P-256";

    private final ByteString ga;
    private final EpidGroupId gid;
    private final Optional<P256PublicKey> serviceKey;
    private final Optional<SessionKeys> keys;
    /** The last question about a signature and its answer: changed messages often have the same signature. */
    private ByteString asked = ByteString.EMPTY;

    private boolean answer;

    /** How a check came out. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The key that it takes is not known here. */
        UNKNOWN
    }

    /**
     * A check.
     *
     * @param name literal, as in docs/events.md
     * @param expected what should have been, for people
     * @param actual what was; where the outcome is unknown, what is missing
     * @param status of the enclave or the quoting enclave if it fails
     */
    public record Result(String name, Outcome outcome, String expected, String actual, SgxStatus status) {
        private static Result of(String name, boolean passed, Object expected, Object actual, SgxStatus status) {
            return new Result(
                    name,
                    passed ? Outcome.PASSED : Outcome.FAILED,
                    String.valueOf(expected),
                    String.valueOf(actual),
                    status);
        }

        private static Result unknown(String name, String missing, SgxStatus status) {
            return new Result(name, Outcome.UNKNOWN, "", missing, status);
        }
    }

    /**
     * @param msg1 that the enclave sent
     * @param serviceKey whose signature msg2 must bear, if that is known
     * @param keys of the session, if they are known
     */
    public EnclaveChecks(Msg0Msg1 msg1, Optional<P256PublicKey> serviceKey, Optional<SessionKeys> keys) {
        this.ga = msg1.ga();
        this.gid = msg1.gid();
        this.serviceKey = serviceKey;
        this.keys = keys;
    }

    /** The checks of msg2 up to the first one that fails, which is then the last. */
    public List<Result> msg2(Msg2 msg2) {
        List<Result> results = new ArrayList<>();
        boolean passed = add(results, point(msg2.gb()))
                && add(results, signature(msg2))
                && add(
                        results,
                        Result.of(
                                "msg2-kdf-id",
                                msg2.kdfId() == Msg2.KDF_ID,
                                Msg2.KDF_ID,
                                msg2.kdfId(),
                                SgxStatus.SGX_ERROR_KDF_MISMATCH))
                && add(results, mac("msg2-mac", keys.map(SessionKeys::smk), msg2.macInput(), msg2.mac()));
        if (passed && !msg2.sigRl().isEmpty()) {
            sigRl(msg2.sigRl(), results);
        }
        return List.copyOf(results);
    }

    private static boolean add(List<Result> results, Result result) {
        results.add(result);
        return result.outcome() != Outcome.FAILED;
    }

    private static Result point(ByteString gb) {
        Object found = POINT;
        try {
            P256PublicKey.fromLittleEndian(gb);
        } catch (InvalidPointException e) {
            found = e.getMessage();
        }
        return Result.of("g_b-on-curve", POINT.equals(found), POINT, found, SgxStatus.SGX_ERROR_UNEXPECTED);
    }

    private Result signature(Msg2 msg2) {
        SgxStatus status = SgxStatus.SGX_ERROR_INVALID_SIGNATURE;
        return serviceKey
                .map(key ->
                        Result.of("msg2-signature", isSigned(msg2, key), "signed by " + key, msg2.signature(), status))
                .orElseGet(() ->
                        Result.unknown("msg2-signature", "the service provider's public key is not recorded", status));
    }

    private boolean isSigned(Msg2 msg2, P256PublicKey key) {
        ByteString signed = ByteString.concat(msg2.gb(), ga);
        ByteString question = ByteString.concat(signed, msg2.signature());
        if (!question.equals(asked)) {
            answer = P256.instance().verify(key, signed, EcdsaP256Signature.fromLittleEndian(msg2.signature()));
            asked = question;
        }
        return answer;
    }

    private static Result mac(String name, Optional<SecretBytes> key, ByteString message, ByteString mac) {
        if (key.isEmpty()) {
            return Result.unknown(name, "not checkable without keys", SgxStatus.SGX_ERROR_MAC_MISMATCH);
        }
        ByteString expected = AesCmac.mac(key.get(), message);
        return Result.of(name, expected.equals(mac), expected, mac, SgxStatus.SGX_ERROR_MAC_MISMATCH);
    }

    /** What the quoting enclave can check without the key of who made the list. */
    private void sigRl(ByteString bytes, List<Result> results) {
        SgxStatus malformed = SgxStatus.SGX_ERROR_INVALID_PARAMETER;
        try {
            SgxSigRl list = SgxSigRl.parse(bytes.toArray());
            if (!add(results, Result.of("sigrl-epid-group", list.gid().equals(gid), gid, list.gid(), malformed))) {
                return;
            }
        } catch (MalformedMessageException e) {
            results.add(Result.of("sigrl-format", false, "a SigRL", e.getMessage(), malformed));
            return;
        }
        results.add(Result.unknown(
                "sigrl-signature",
                "the quoting enclave knows the key of the lists' signer, the session does not",
                SgxStatus.SGX_ERROR_UNEXPECTED));
    }

    /**
     * The check of an AES-CMAC under MK.
     *
     * @param name of the check
     * @param mac 16 bytes
     */
    public Result underMk(String name, ByteString message, ByteString mac) {
        if (keys.isEmpty()) {
            return mac(name, Optional.empty(), message, mac);
        }
        try (SecretBytes mk = keys.get().mk()) {
            return mac(name, Optional.of(mk), message, mac);
        }
    }

    /**
     * The check of a secret as the SGX101 example sends it: the bytes 00 01 and whatever follows, under SK with an IV of zeros.
     *
     * @param tag 16 bytes
     */
    public Result exampleSecret(ByteString ciphertext, ByteString tag) {
        if (keys.isEmpty()) {
            return Result.unknown("example-secret", "not checkable without keys", SgxStatus.SGX_ERROR_MAC_MISMATCH);
        }
        try (SecretBytes sk = keys.get().sk()) {
            Optional<SecretBytes> secret = AesGcm.decrypt(
                    sk, ByteString.zeros(AesGcm.IV_SIZE), ByteString.EMPTY, ByteString.concat(ciphertext, tag));
            SgxStatus status =
                    secret.map(value -> value.use(EnclaveChecks::ofExample)).orElse(SgxStatus.SGX_ERROR_MAC_MISMATCH);
            secret.ifPresent(SecretBytes::close);
            return Result.of(
                    "example-secret",
                    status == SgxStatus.SGX_SUCCESS,
                    "the two known bytes, under the right tag",
                    tag,
                    status);
        }
    }

    private static SgxStatus ofExample(byte[] secret) {
        if (secret.length < 2) {
            return SgxStatus.SGX_ERROR_INVALID_PARAMETER;
        }
        if (secret[0] != 0) {
            return SgxStatus.SGX_ERROR_UNEXPECTED;
        }
        return secret[1] == 1 ? SgxStatus.SGX_SUCCESS : SgxStatus.SGX_ERROR_INVALID_SIGNATURE;
    }
}
