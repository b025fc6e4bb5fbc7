package org.sgxra.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/**
 * The SOFT platform: what the SGX platform software and the processor's keys are to a real enclave, behind the one function
 * through which the C half of SOFT mode reaches it. Safe for use by many threads, and by many processes on one state directory.
 */
public final class SoftPlatform {
    /** No request; answers report root 16, seal root 16, CPUSVN 16. */
    public static final int LOAD = 1;
    /** No request; answers target info 512 of the quoting enclave, group id 4 little-endian. Provisions on first use. */
    public static final int INIT_QUOTE = 2;
    /** No request; answers the extended EPID group id, u32. */
    public static final int EXTENDED_GROUP_ID = 3;
    /** Request: see {@link QuoteCall}; answers the quoting enclave's report 432 (zeros without a nonce), the quote. */
    public static final int GET_QUOTE = 4;
    /** Request: platform info blob 101, status i32; answers ucodeUpdate, csmeFwUpdate, pswUpdate, i32 each. */
    public static final int ATTESTATION_STATUS = 5;

    private final SecureRandom random = new SecureRandom();
    private final StateDirectory state;
    private final PlatformConfig config;
    private final Membership membership;
    private PlatformSettings settings;
    private RootKeys rootKeys;
    private volatile String lastFailure;

    /** @throws StateException if the platform's directory can neither be opened nor made */
    public SoftPlatform(PlatformConfig config) throws StateException {
        this.config = config;
        this.state = StateDirectory.open(config.state());
        this.membership = new Membership(config, state, random);
    }

    /**
     * Carries out an operation; never throws.
     *
     * @param operation one of the five numbers above
     * @param request its arguments, little-endian
     * @return the {@code sgx_status_t} as u32 little-endian; after 0, and after UPDATE_NEEDED of operation 5, the answer
     */
    public byte[] call(int operation, byte[] request) {
        lastFailure = null;
        try {
            return perform(operation, request);
        } catch (PlatformException e) {
            return failure(e.status(), e.getMessage());
        } catch (StateException e) {
            return failure(PlatformException.UNEXPECTED, e.getMessage());
        } catch (MalformedMessageException e) {
            return failure(PlatformException.INVALID_PARAMETER, e.getMessage());
        } catch (RuntimeException e) {
            // Nothing may fly through the native frames that called this.
            return failure(PlatformException.UNEXPECTED, "internal error of the SOFT platform: " + e);
        }
    }

    /** Why the last call failed, in one line for people; empty if it did not. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    private byte[] perform(int operation, byte[] request)
            throws PlatformException, StateException, MalformedMessageException {
        return switch (operation) {
            case LOAD ->
                answer(0, ByteString.concat(rootKeys().forLoader(), settings().cpuSvn()));
            case INIT_QUOTE ->
                answer(
                        0,
                        ByteString.concat(
                                ByteString.of(QuotingEnclave.TARGET.encode()),
                                membership.blob().offer().gid().littleEndian()));
            case EXTENDED_GROUP_ID -> answer(0, number(0));
            case GET_QUOTE ->
                answer(
                        0,
                        new QuotingEnclave(rootKeys(), settings(), random).quote(QuoteCall.parse(request), this::blob));
            case ATTESTATION_STATUS -> attestationStatus(ByteString.of(request));
            default ->
                throw new PlatformException(
                        PlatformException.INVALID_PARAMETER, "the SOFT platform has no operation " + operation);
        };
    }

    /** Read once: enclaves that are loaded already go on with the CPUSVN they were loaded with. */
    private synchronized PlatformSettings settings() throws StateException {
        if (settings == null) {
            settings = PlatformSettings.load(state);
        }
        return settings;
    }

    private synchronized RootKeys rootKeys() throws StateException {
        if (rootKeys == null) {
            rootKeys = RootKeys.load(state, random);
        }
        return rootKeys;
    }

    private EpidBlob blob() throws PlatformException {
        try {
            return membership.blob();
        } catch (StateException e) {
            throw new PlatformException(PlatformException.INVALID_EPID_BLOB, e.getMessage(), e);
        }
    }

    private byte[] attestationStatus(ByteString request) throws PlatformException, StateException {
        if (request.size() != PlatformInfoBlob.SIZE + 4) {
            throw new PlatformException(
                    PlatformException.INVALID_PARAMETER,
                    "attestation status: " + request.size() + " bytes instead of 105");
        }
        int attestationStatus = ByteBuffer.wrap(request.toArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(PlatformInfoBlob.SIZE);
        AttestationStatus status =
                AttestationStatus.of(request.slice(0, PlatformInfoBlob.SIZE), attestationStatus, membership.blob());
        if (status.provisionNow()) {
            renew();
        }
        return answer(
                status.updateNeeded() ? PlatformException.UPDATE_NEEDED : 0,
                ByteString.concat(number(status.microcode() ? 1 : 0), number(0), number(status.software() ? 1 : 0)));
    }

    /** Where there is no group to join, the platform stays what it is, and the flags are still worth reading. */
    private void renew() throws PlatformException, StateException {
        try {
            if (membership.renew().isEmpty()) {
                config.notices()
                        .accept("platform: the emulator has no newer EPID group to join (run-ias new-group makes one)");
            }
        } catch (PlatformException e) {
            if (e.status() != PlatformException.UNRECOGNIZED_PLATFORM) {
                throw e;
            }
            config.notices().accept("platform: " + e.getMessage());
        }
    }

    private byte[] failure(int status, String reason) {
        lastFailure = reason;
        return answer(status, ByteString.EMPTY);
    }

    private static byte[] answer(int status, ByteString response) {
        return ByteString.concat(number(status), response).toArray();
    }

    private static ByteString number(int value) {
        return ByteString.of(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
