package org.sgxra.sp.mock;

import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SignType;
import org.sgxra.fakes.FakeEvidence;

/** The enclave's side of the protocol with quotes that only {@link MockIas} believes. */
public final class TestClient {
    /** MRSIGNER of the enclave it pretends to be. */
    public static final ByteString MRSIGNER = ByteString.of(filled(32, 0x51));
    /** MRENCLAVE of it. */
    public static final ByteString MRENCLAVE = ByteString.of(filled(32, 0xe1));
    /** SPID of the service providers in the tests. */
    public static final ByteString SPID = ByteString.of(filled(16, 0x5b));

    private static final EpidGroupId GID = new EpidGroupId(0x0b0f);

    private final P256KeyPair keys = P256.instance().generateKeyPair();
    private SessionKeys sessionKeys;
    private Msg2 msg2;
    /** Attribute flags of the enclave. */
    public long flags = Attributes.INIT | Attributes.MODE64;
    /** Kind of quote. */
    public SignType signType = SignType.UNLINKABLE;
    /** The platform that makes DCAP quotes; null: the quotes are EPID's. */
    public FakeEvidence dcap;
    /** Changes the quote before it goes into msg3. */
    public UnaryOperator<byte[]> quote = bytes -> bytes;

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The first message. */
    public Msg0Msg1 msg0Msg1() {
        return new Msg0Msg1(0, keys.publicKey().littleEndian(), dcap == null ? GID : new EpidGroupId(0));
    }

    /** Takes msg2 as the enclave does, with all its checks. */
    public void accept(Msg2 message) throws Exception {
        msg2 = message;
        P256PublicKey gb = P256PublicKey.fromLittleEndian(message.gb());
        require(
                P256.instance()
                        .verify(
                                SampleServiceKey.publicKey(),
                                ByteString.concat(message.gb(), keys.publicKey().littleEndian()),
                                EcdsaP256Signature.fromLittleEndian(message.signature())),
                "signature");
        try (SecretBytes shared = P256.instance().agree(keys.privateKey(), gb)) {
            sessionKeys = SessionKeys.from(shared);
        }
        require(AesCmac.mac(sessionKeys.smk(), message.macInput()).equals(message.mac()), "mac");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("msg2: " + what);
        }
    }

    /** The proof. */
    public Msg3 msg3() {
        ByteString reportData = Sha256.reportData(keys.publicKey().littleEndian(), msg2.gb(), sessionKeys.vk());
        ReportBody report = new ReportBody(
                ByteString.zeros(16),
                0,
                ByteString.zeros(16),
                new Attributes(flags, 3),
                MRENCLAVE,
                MRSIGNER,
                ByteString.zeros(64),
                7,
                3,
                0,
                ByteString.zeros(16),
                reportData);
        return withMac(
                keys.publicKey().littleEndian(),
                ByteString.of(quote.apply(dcap == null ? epidQuote(report) : dcapQuote(report))));
    }

    /** A quote that only {@link MockIas} believes. */
    public byte[] epidQuote(ReportBody report) {
        EpidQuote made = new EpidQuote(
                new EpidQuoteBody(signType, GID, 1, 1, 0, ByteString.concat(SPID, ByteString.zeros(16)), report),
                ByteString.zeros(680));
        return made.encode();
    }

    private byte[] dcapQuote(ReportBody report) {
        dcap.quote.body = report.encode();
        return dcap.quote().toArray();
    }

    /** A msg3 of these parts with the MAC that belongs to them. */
    public Msg3 withMac(ByteString ga, ByteString quoteBytes) {
        Msg3 unsigned = new Msg3(ByteString.zeros(16), ga, ByteString.zeros(256), quoteBytes);
        return new Msg3(AesCmac.mac(sessionKeys.smk(), unsigned.macInput()), ga, unsigned.psSecProp(), quoteBytes);
    }

    /** Bytes of the SigRL in msg2. */
    public int sigRlSize() {
        return msg2.sigRl().size();
    }

    /** MK, which the enclave has whatever the verdict. */
    public SecretBytes mk() {
        return sessionKeys.mk();
    }

    /** Decrypts with SK as the enclave does. */
    public ByteString decrypt(EncryptedSecret secret, ByteString additionalData) throws Exception {
        try (SecretBytes sk = sessionKeys.sk()) {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(ByteString.fromHex(sk.reveal()).toArray(), "AES"),
                    new GCMParameterSpec(128, secret.iv().toArray()));
            cipher.updateAAD(additionalData.toArray());
            return ByteString.of(cipher.doFinal(
                    ByteString.concat(secret.ciphertext(), secret.tag()).toArray()));
        }
    }

    /** SHA-256 of MK and SK, as both sides show them. */
    public Set<String> keyHashes() {
        try (SecretBytes mk = sessionKeys.mk();
                SecretBytes sk = sessionKeys.sk()) {
            return Set.of("SHA256(MK) = " + Sha256.of(mk), "SHA256(SK) = " + Sha256.of(sk));
        }
    }
}
