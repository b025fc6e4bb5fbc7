package org.sgxra.client;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;
import org.sgxra.platform.PlatformConfig;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.runtime.state.StateException;

/** The enclave through the JNI library, whatever SGX_MODE it was built in. */
public final class NativeEnclave implements Enclave {
    private static final int TARGET_INFO_SIZE = 512;
    private static final int REPORT_SIZE = 432;
    private static final int HASH_SIZE = 32;

    private final long eid;
    private final NativeCalls calls;

    private NativeEnclave(long eid) {
        this.eid = eid;
        this.calls = new NativeCalls(() -> EnclaveNatives.destroyEnclave(eid));
    }

    /**
     * Loads the JNI library, in SOFT mode starts the software platform, and loads the enclave.
     *
     * @param environment where the software platform's settings come from (docs/spec/cli.md)
     * @param notices takes a line for users when the software platform provisions itself
     * @throws EnclaveException saying which of them cannot be loaded and why
     */
    public static NativeEnclave load(EnclaveFiles files, Map<String, String> environment, Consumer<String> notices)
            throws EnclaveException {
        NativeLibrary.load(files.library());
        if (EnclaveNatives.mode() == EnclaveNatives.MODE_SOFT) {
            EnclaveNatives.platform(NativeCalls.platform(softPlatform(files.home(), environment, notices)));
        }
        return load(files.enclave());
    }

    /** Loads the enclave; the JNI library, and in SOFT mode the platform, are there. */
    static NativeEnclave load(Path enclave) throws EnclaveException {
        String path = enclave.toString();
        long[] eid = new long[1];
        EnclaveException.checkLoad(
                path, NativeCalls.make(() -> EnclaveNatives.createEnclave(path, EnclaveNatives.debugFlag(), eid)));
        return new NativeEnclave(eid[0]);
    }

    private static SoftPlatform softPlatform(Path home, Map<String, String> environment, Consumer<String> notices)
            throws EnclaveException {
        try {
            return new SoftPlatform(PlatformConfig.of(environment, home, notices));
        } catch (StateException | IllegalArgumentException e) {
            throw new EnclaveException(
                    EnclaveException.Cause.LOCAL, "cannot start the SOFT platform: " + e.getMessage(), e);
        }
    }

    @Override
    public Mode mode() {
        return Mode.values()[EnclaveNatives.mode()];
    }

    @Override
    public int extendedGroupId() throws EnclaveException {
        int[] id = new int[1];
        EnclaveException.checkQuoting(
                "sgx_get_extended_epid_group_id", calls.enter(() -> EnclaveNatives.getExtendedEpidGroupId(id)));
        return id[0];
    }

    @Override
    public EpidGroupId groupId() throws EnclaveException {
        byte[] gid = new byte[4];
        initQuote(new byte[TARGET_INFO_SIZE], gid);
        try {
            return EpidGroupId.fromLittleEndian(ByteString.of(gid));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("four bytes are a group id", e);
        }
    }

    private void initQuote(byte[] targetInfo, byte[] gid) throws EnclaveException {
        EnclaveException.checkQuoting("sgx_init_quote", calls.enter(() -> EnclaveNatives.initQuote(targetInfo, gid)));
    }

    @Override
    public EnclaveKeyExchange openKeyExchange(QuoteKind kind, Optional<P256PublicKey> spKey) throws EnclaveException {
        int[] context = new int[1];
        byte[] key = spKey.map(k -> k.littleEndian().toArray()).orElse(null);
        if (kind == QuoteKind.ECDSA) {
            EnclaveException.check("sigma_open", calls.enter(() -> EnclaveNatives.sigmaOpen(eid, key, context)));
            return new EcdsaKeyExchange(calls, eid, context[0], mode());
        }
        EnclaveException.checkQuoting(
                key == null ? "enclave_ra_init_def" : "enclave_ra_init",
                calls.enter(() -> EnclaveNatives.raInit(eid, key, context)));
        return new EpidKeyExchange(calls, eid, context[0]);
    }

    @Override
    public ByteString unseal(byte[] sealed) throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        EnclaveException.checkUnsealing(calls.enter(() -> EnclaveNatives.unsealSecret(eid, sealed, hash)));
        return ByteString.of(hash);
    }

    @Override
    public byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) throws EnclaveException {
        byte[] target = new byte[TARGET_INFO_SIZE];
        initQuote(target, new byte[4]);
        byte[] report = new byte[REPORT_SIZE];
        report(target, report);
        int[] size = new int[1];
        EnclaveException.check("sgx_calc_quote_size", calls.enter(() -> EnclaveNatives.calcQuoteSize(null, size)));
        byte[] quote = new byte[size[0]];
        byte[] nonceBytes = nonce.map(ByteString::toArray).orElse(null);
        byte[] qeReport = nonce.isPresent() ? new byte[REPORT_SIZE] : null;
        EnclaveException.checkQuoting(
                "sgx_get_quote",
                calls.enter(() -> EnclaveNatives.getQuote(
                        report, signType.value(), spid.toArray(), nonceBytes, null, qeReport, quote)));
        return withoutPadding(quote);
    }

    private void report(byte[] target, byte[] report) throws EnclaveException {
        EnclaveException.check("get_report", calls.enter(() -> EnclaveNatives.getReport(eid, target, report)));
    }

    /** The quoting enclave's report on it is for the enclave to check; there is no key exchange for which it would. */
    @Override
    public byte[] ecdsaQuote() throws EnclaveException {
        return EcdsaQuoting.begin(calls, mode())
                .quote((target, report, nonce) -> report(target, report))
                .quote();
    }

    /** The buffer may be longer than the quote; the length of the signature tells. */
    private static byte[] withoutPadding(byte[] quote) throws EnclaveException {
        int length = 0;
        for (int i = Quote.FIXED_SIZE - 1; i >= Quote.FIXED_SIZE - 4; i--) {
            length = length << 8 | quote[i] & 0xff;
        }
        if (length < 0 || length > quote.length - Quote.FIXED_SIZE) {
            throw new EnclaveException(
                    EnclaveException.Cause.LOCAL,
                    "sgx_get_quote gave a quote with a signature of " + ByteCount.ofUnsigned(length) + " in "
                            + ByteCount.of(quote.length),
                    null);
        }
        return Arrays.copyOf(quote, Quote.FIXED_SIZE + length);
    }

    @Override
    public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
        int[] update = new int[3];
        NativeCalls.Result result = calls.enter(
                () -> EnclaveNatives.reportAttestationStatus(platformInfo.toArray(), trusted ? 0 : 1, update));
        return new PlatformUpdate(SgxStatus.of(result.code()), update[0] != 0, update[1] != 0, update[2] != 0);
    }

    @Override
    public void close() {
        calls.close();
    }
}
