package org.sgxra.client;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.client.bridge.SgxStatus;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.SignType;
import org.sgxra.platform.PlatformConfig;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.runtime.state.StateException;

/** The enclave through the JNI library, whatever SGX_MODE it was built in. */
public final class NativeEnclave implements Enclave {
    private static final int TARGET_INFO_SIZE = 512;
    private static final int REPORT_SIZE = 432;
    private static final int MSG1_SIZE = 68;
    private static final int HASH_SIZE = 32;
    private static final int SEALING_OVERHEAD = 560;
    private static final int SUCCESS = 0;

    private final long eid;
    private final Optional<SoftPlatform> platform;
    private boolean closed;

    private NativeEnclave(long eid, Optional<SoftPlatform> platform) {
        this.eid = eid;
        this.platform = platform;
    }

    /**
     * Loads the JNI library, in SOFT mode starts the software platform, and loads the enclave.
     *
     * @param environment where the software platform's settings come from (docs/spec/cli.md)
     * @param notices takes a line for people when the software platform provisions itself
     * @throws EnclaveException saying which of them cannot be loaded and why
     */
    public static NativeEnclave load(EnclaveFiles files, Map<String, String> environment, Consumer<String> notices)
            throws EnclaveException {
        NativeLibrary.load(files.library());
        Optional<SoftPlatform> platform = EnclaveNatives.mode() == EnclaveNatives.MODE_SOFT
                ? Optional.of(softPlatform(files.home(), environment, notices))
                : Optional.empty();
        platform.ifPresent(soft -> EnclaveNatives.platform(soft::call));
        String path = files.enclave().toString();
        long[] eid = new long[1];
        int status = EnclaveNatives.createEnclave(path, EnclaveNatives.debugFlag(), eid);
        if (status != SUCCESS) {
            throw EnclaveException.atLoad(path, status, platform.flatMap(SoftPlatform::lastFailure));
        }
        return new NativeEnclave(eid[0], platform);
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
        checkQuoting("sgx_get_extended_epid_group_id", EnclaveNatives.getExtendedEpidGroupId(id));
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
        checkQuoting("sgx_init_quote", EnclaveNatives.initQuote(targetInfo, gid));
    }

    @Override
    public int openContext(Optional<P256PublicKey> spKey) throws EnclaveException {
        int[] context = new int[1];
        byte[] key = spKey.map(k -> k.littleEndian().toArray()).orElse(null);
        check(key == null ? "enclave_ra_init_def" : "enclave_ra_init", EnclaveNatives.raInit(eid, key, context));
        return context[0];
    }

    @Override
    public byte[] msg1(int context) throws EnclaveException {
        byte[] msg1 = new byte[MSG1_SIZE];
        checkQuoting("sgx_ra_get_msg1", EnclaveNatives.raGetMsg1(context, eid, msg1));
        return msg1;
    }

    @Override
    public byte[] msg3(int context, byte[] msg2) throws EnclaveException {
        byte[][] msg3 = new byte[1][];
        int status = EnclaveNatives.raProcMsg2(context, eid, msg2, msg3);
        if (status != SUCCESS) {
            throw EnclaveException.atMsg2(status, platformCause());
        }
        return msg3[0];
    }

    @Override
    public ByteString keyHash(int context, SessionKey key) throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        check("enclave_ra_get_key_hash", EnclaveNatives.raGetKeyHash(eid, context, key.type(), hash));
        return ByteString.of(hash);
    }

    @Override
    public void verifyMac(int context, ByteString message, ByteString mac) throws EnclaveException {
        checkSecret(EnclaveNatives.verifyResultMac(eid, context, message.toArray(), mac.toArray()));
    }

    @Override
    public ByteString putSecret(int context, EncryptedSecret secret, ByteString additionalData)
            throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        checkSecret(EnclaveNatives.putSecret(
                eid,
                context,
                secret.iv().toArray(),
                additionalData.toArray(),
                secret.ciphertext().toArray(),
                secret.tag().toArray(),
                hash));
        return ByteString.of(hash);
    }

    @Override
    public void verifyExampleSecret(int context, ByteString ciphertext, ByteString tag) throws EnclaveException {
        checkSecret(EnclaveNatives.verifySecretData(eid, context, ciphertext.toArray(), tag.toArray()));
    }

    @Override
    public byte[] sealSecret(int context, EncryptedSecret secret, ByteString additionalData) throws EnclaveException {
        byte[] sealed = new byte[SEALING_OVERHEAD + secret.ciphertext().size()];
        checkSecret(EnclaveNatives.sealSecret(
                eid,
                context,
                secret.iv().toArray(),
                additionalData.toArray(),
                secret.ciphertext().toArray(),
                secret.tag().toArray(),
                sealed));
        return sealed;
    }

    @Override
    public ByteString unseal(byte[] sealed) throws EnclaveException {
        byte[] hash = new byte[HASH_SIZE];
        int status = EnclaveNatives.unsealSecret(eid, sealed, hash);
        if (status != SUCCESS) {
            throw EnclaveException.atUnsealing(status);
        }
        return ByteString.of(hash);
    }

    private static void checkSecret(int status) throws EnclaveException {
        if (status != SUCCESS) {
            throw EnclaveException.atSecret(status);
        }
    }

    @Override
    public void closeContext(int context) throws EnclaveException {
        check("enclave_ra_close", EnclaveNatives.raClose(eid, context));
    }

    @Override
    public byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) throws EnclaveException {
        byte[] target = new byte[TARGET_INFO_SIZE];
        initQuote(target, new byte[4]);
        byte[] report = new byte[REPORT_SIZE];
        check("get_report", EnclaveNatives.getReport(eid, target, report));
        int[] size = new int[1];
        check("sgx_calc_quote_size", EnclaveNatives.calcQuoteSize(null, size));
        byte[] quote = new byte[size[0]];
        byte[] qeReport = nonce.isPresent() ? new byte[REPORT_SIZE] : null;
        checkQuoting(
                "sgx_get_quote",
                EnclaveNatives.getQuote(
                        report,
                        signType.value(),
                        spid.toArray(),
                        nonce.map(ByteString::toArray).orElse(null),
                        null,
                        qeReport,
                        quote));
        return withoutPadding(quote);
    }

    /** The buffer may be longer than the quote; the length of the signature tells. */
    private static byte[] withoutPadding(byte[] quote) throws EnclaveException {
        int length = 0;
        for (int i = Quote.FIXED_SIZE - 1; i >= Quote.FIXED_SIZE - 4; i--) {
            length = length << 8 | quote[i] & 0xff;
        }
        if (length < 0 || length > quote.length - Quote.FIXED_SIZE) {
            throw EnclaveException.of("sgx_get_quote", SgxStatus.SGX_ERROR_UNEXPECTED.code());
        }
        return Arrays.copyOf(quote, Quote.FIXED_SIZE + length);
    }

    @Override
    public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
        int[] update = new int[3];
        int status = EnclaveNatives.reportAttestationStatus(platformInfo.toArray(), trusted ? 0 : 1, update);
        return new PlatformUpdate(SgxStatus.of(status), update[0] != 0, update[1] != 0, update[2] != 0);
    }

    private static void check(String call, int status) throws EnclaveException {
        if (status != SUCCESS) {
            throw EnclaveException.of(call, status);
        }
    }

    private void checkQuoting(String call, int status) throws EnclaveException {
        if (status != SUCCESS) {
            throw EnclaveException.atQuoting(call, status, platformCause());
        }
    }

    private Optional<String> platformCause() {
        return platform.flatMap(SoftPlatform::lastFailure);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            EnclaveNatives.destroyEnclave(eid);
        }
    }
}
