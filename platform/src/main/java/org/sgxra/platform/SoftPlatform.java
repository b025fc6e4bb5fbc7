package org.sgxra.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.runtime.fault.Reason;
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

    /** Request: a list of attestation key ids, or nothing; answers the id chosen, 256. */
    public static final int SELECT_ATT_KEY = 6;
    /**
     * Request: attestation key id 256; answers target info 512 of the quoting enclave for ECDSA, id of its attestation key 32.
     * Makes and certifies the key, joins and fetches a certificate where there is none.
     */
    public static final int INIT_QUOTE_EX = 7;
    /** Request: attestation key id 256; answers the size of a quote, u32. */
    public static final int GET_QUOTE_SIZE_EX = 8;
    /** Request: see {@link EcdsaQuoteCall}; answers the quoting enclave's report 432 (zeros without report info), the quote. */
    public static final int GET_QUOTE_EX = 9;

    private final SecureRandom random = new SecureRandom();
    private final StateDirectory state;
    private final PlatformConfig config;
    private final Membership membership;
    private PlatformSettings settings;
    private RootKeys rootKeys;
    private EcdsaAttestation ecdsa;

    /** @throws StateException if the platform's directory can neither be opened nor made */
    public SoftPlatform(PlatformConfig config) throws StateException {
        this.config = config;
        this.state = StateDirectory.open(config.state(), config.notices());
        this.membership = new Membership(config, state, random);
    }

    /**
     * Carries out an operation; never throws.
     *
     * @param operation one of the nine numbers above
     * @param request its arguments, little-endian
     */
    public PlatformAnswer call(int operation, byte[] request) {
        try {
            return perform(operation, request);
        } catch (PlatformException e) {
            return PlatformAnswer.failed(e.status(), e.getMessage());
        } catch (StateException e) {
            return PlatformAnswer.failed(SgxStatus.SGX_ERROR_UNEXPECTED, e.getMessage());
        } catch (MalformedMessageException e) {
            return PlatformAnswer.failed(SgxStatus.SGX_ERROR_INVALID_PARAMETER, e.getMessage());
        } catch (RuntimeException e) {
            // Nothing may fly through the native frames that called this.
            return PlatformAnswer.failed(
                    SgxStatus.SGX_ERROR_UNEXPECTED, "in the SOFT platform: " + Reason.ofInternalError(e));
        }
    }

    private PlatformAnswer perform(int operation, byte[] request)
            throws PlatformException, StateException, MalformedMessageException {
        return switch (operation) {
            case LOAD ->
                success(ByteString.concat(rootKeys().forLoader(), settings().cpuSvn()));
            case INIT_QUOTE ->
                success(ByteString.concat(
                        ByteString.of(QuotingEnclave.TARGET.encode()),
                        membership.blob().offer().gid().littleEndian()));
            case EXTENDED_GROUP_ID -> success(number(0));
            case GET_QUOTE -> success(quote(QuoteCall.parse(request)));
            case ATTESTATION_STATUS -> attestationStatus(ByteString.of(request));
            case SELECT_ATT_KEY -> success(EcdsaAttestation.select(ByteString.of(request)));
            case INIT_QUOTE_EX -> success(ecdsa().initQuote(AttestationKeyId.parse(request), settingsNow()));
            case GET_QUOTE_SIZE_EX ->
                success(number(ecdsa().quoteSize(AttestationKeyId.parse(request), settingsNow())));
            case GET_QUOTE_EX -> success(ecdsa().quote(EcdsaQuoteCall.parse(request), settingsNow()));
            default ->
                throw new PlatformException(
                        SgxStatus.SGX_ERROR_INVALID_PARAMETER, "the SOFT platform has no operation " + operation);
        };
    }

    private static PlatformAnswer success(ByteString response) {
        return PlatformAnswer.of(SgxStatus.SGX_SUCCESS, response);
    }

    /** Read once: enclaves that are loaded already go on with the CPUSVN they were loaded with. */
    private synchronized PlatformSettings settings() throws StateException {
        if (settings == null) {
            settings = PlatformSettings.load(state);
        }
        return settings;
    }

    /** Software may be updated while programs run; the processor stays what it was for the enclaves that are loaded. */
    private PlatformSettings settingsNow() throws StateException {
        return PlatformSettings.load(state).withCpuSvn(settings().cpuSvn());
    }

    private ByteString quote(QuoteCall call) throws PlatformException, StateException {
        QuotingEnclave epid = new QuotingEnclave(rootKeys(), settings(), random);
        return settings().misbehaviour() == Misbehaviour.ECDSA_QUOTE
                ? ecdsa().quoteForEpid(call, settingsNow())
                : epid.quote(call, this::blob);
    }

    private synchronized EcdsaAttestation ecdsa() throws StateException {
        if (ecdsa == null) {
            ecdsa = new EcdsaAttestation(config, state, random, rootKeys(), this::blob);
        }
        return ecdsa;
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
            throw new PlatformException(SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB, e.getMessage(), e);
        }
    }

    private PlatformAnswer attestationStatus(ByteString request) throws PlatformException, StateException {
        if (request.size() != PlatformInfoBlob.SIZE + 4) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_INVALID_PARAMETER,
                    "attestation status: " + ByteCount.of(request.size()) + " instead of 105");
        }
        int attestationStatus = ByteBuffer.wrap(request.toArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(PlatformInfoBlob.SIZE);
        AttestationStatus status =
                AttestationStatus.of(request.slice(0, PlatformInfoBlob.SIZE), attestationStatus, membership.blob());
        if (status.provisionNow()) {
            renew();
        }
        return PlatformAnswer.of(
                status.updateNeeded() ? SgxStatus.SGX_ERROR_UPDATE_NEEDED : SgxStatus.SGX_SUCCESS,
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
            if (e.status() != SgxStatus.SGX_ERROR_UNRECOGNIZED_PLATFORM) {
                throw e;
            }
            config.notices().accept("platform: " + e.getMessage());
        }
    }

    private static ByteString number(int value) {
        return ByteString.of(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
