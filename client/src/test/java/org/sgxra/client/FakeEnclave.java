package org.sgxra.client;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;

/** An enclave in Java: the real key exchange, a quote of 0xee bytes, and a list of what was called. */
final class FakeEnclave implements Enclave {
    static final EpidGroupId GROUP = new EpidGroupId(0x0b0f);
    static final int QUOTE_SIZE = 1116;

    final List<String> calls = new ArrayList<>();
    final P256KeyPair ga = P256.instance().generateKeyPair();
    private P256PublicKey spKey;
    private SessionKeys keys;
    private QuoteKind kind;
    private byte[] ecdsaQuote = ecdsaQuoteWithSignature(1000);
    private PlatformUpdate update = new PlatformUpdate(SgxStatus.SGX_SUCCESS, false, false, false);

    FakeEnclave answering(PlatformUpdate newUpdate) {
        update = newUpdate;
        return this;
    }

    /** Gives out this quote where an ECDSA quote is asked for. */
    FakeEnclave quoting(byte[] quote) {
        ecdsaQuote = quote;
        return this;
    }

    /** What begins like an ECDSA quote, with this many bytes after the report body and the length. */
    static byte[] ecdsaQuoteWithSignature(int size) {
        byte[] quote = new byte[436 + size];
        quote[0] = 3;
        quote[2] = 2;
        return quote;
    }

    @Override
    public Mode mode() {
        return Mode.SOFT;
    }

    @Override
    public int extendedGroupId() {
        if (kind == QuoteKind.ECDSA) {
            calls.add("extended group"); // which there need not be
        }
        return 0;
    }

    @Override
    public EpidGroupId groupId() {
        return GROUP;
    }

    @Override
    public EnclaveKeyExchange openKeyExchange(QuoteKind newKind, Optional<P256PublicKey> key) {
        calls.add("open");
        kind = newKind;
        spKey = key.orElse(SampleServiceKey.publicKey());
        return new Exchange();
    }

    /** SHA-256 of a key of the last key exchange. */
    ByteString keyHash(EnclaveKeyExchange.SessionKey key) {
        return Sha256.of(key == EnclaveKeyExchange.SessionKey.MK ? keys.mk() : keys.sk());
    }

    private static EnclaveException refusal(SgxStatus status) {
        return assertThrows(
                EnclaveException.class,
                () -> EnclaveException.checkMsg2(new NativeCalls.Result(status.code(), Optional.empty())));
    }

    private final class Exchange implements EnclaveKeyExchange {
        @Override
        public byte[] msg1() {
            EpidGroupId gid = kind == QuoteKind.EPID ? GROUP : new EpidGroupId(0);
            return ByteString.concat(ga.publicKey().littleEndian(), gid.littleEndian())
                    .toArray();
        }

        @Override
        public byte[] msg3(byte[] bytes) throws EnclaveException {
            try {
                Msg2 msg2 = Msg2.parse(bytes);
                P256PublicKey gb = P256PublicKey.fromLittleEndian(msg2.gb());
                ByteString signed = ByteString.concat(msg2.gb(), ga.publicKey().littleEndian());
                if (!P256.instance().verify(spKey, signed, EcdsaP256Signature.fromLittleEndian(msg2.signature()))) {
                    throw refusal(SgxStatus.SGX_ERROR_INVALID_SIGNATURE);
                }
                try (SecretBytes shared = P256.instance().agree(ga.privateKey(), gb)) {
                    keys = SessionKeys.from(shared);
                }
                if (!AesCmac.mac(keys.smk(), msg2.macInput()).equals(msg2.mac())) {
                    throw refusal(SgxStatus.SGX_ERROR_MAC_MISMATCH);
                }
            } catch (MalformedMessageException | InvalidPointException e) {
                throw refusal(SgxStatus.SGX_ERROR_UNEXPECTED);
            }
            byte[] quote = kind == QuoteKind.EPID ? new byte[QUOTE_SIZE] : ecdsaQuote;
            if (kind == QuoteKind.EPID) {
                java.util.Arrays.fill(quote, (byte) 0xee);
            }
            ByteString covered =
                    ByteString.concat(ga.publicKey().littleEndian(), ByteString.zeros(256), ByteString.of(quote));
            return ByteString.concat(AesCmac.mac(keys.smk(), covered), covered).toArray();
        }

        @Override
        public ByteString keyHash(SessionKey key) {
            return FakeEnclave.this.keyHash(key);
        }

        @Override
        public void verifyMac(ByteString message, ByteString mac) throws EnclaveException {
            if (!AesCmac.mac(keys.mk(), message).equals(mac)) {
                EnclaveException.checkSecret(
                        new NativeCalls.Result(SgxStatus.SGX_ERROR_MAC_MISMATCH.code(), Optional.empty()));
            }
        }

        @Override
        public ByteString secretHash(EncryptedSecret secret, ByteString additionalData) {
            return Sha256.of(secret.ciphertext());
        }

        @Override
        public void verifyExampleSecret(ByteString ciphertext, ByteString tag) {
            calls.add("example secret " + ciphertext.size());
        }

        @Override
        public byte[] sealSecret(EncryptedSecret secret, ByteString additionalData) {
            calls.add("seal " + secret.ciphertext().size() + " with " + additionalData.size());
            return secret.ciphertext().toArray();
        }

        @Override
        public void close() {
            calls.add("close key exchange");
        }
    }

    @Override
    public ByteString unseal(byte[] sealed) {
        return Sha256.of(ByteString.of(sealed));
    }

    @Override
    public byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) {
        calls.add("quote " + signType + " " + spid + nonce.map(n -> " " + n).orElse(""));
        return new byte[] {1, 2, 3};
    }

    @Override
    public byte[] ecdsaQuote() {
        calls.add("ECDSA quote");
        return ecdsaQuote;
    }

    @Override
    public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
        calls.add("report " + trusted);
        return update;
    }

    @Override
    public void close() {
        calls.add("close enclave");
    }
}
