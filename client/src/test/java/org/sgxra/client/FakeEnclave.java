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
    private PlatformUpdate update = new PlatformUpdate(SgxStatus.SGX_SUCCESS, false, false, false);

    FakeEnclave answering(PlatformUpdate newUpdate) {
        update = newUpdate;
        return this;
    }

    @Override
    public Mode mode() {
        return Mode.SOFT;
    }

    @Override
    public int extendedGroupId() {
        return 0;
    }

    @Override
    public EpidGroupId groupId() {
        return GROUP;
    }

    @Override
    public EnclaveKeyExchange openKeyExchange(Optional<P256PublicKey> key) {
        calls.add("open");
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
            return ByteString.concat(ga.publicKey().littleEndian(), GROUP.littleEndian())
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
            byte[] quote = new byte[QUOTE_SIZE];
            java.util.Arrays.fill(quote, (byte) 0xee);
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
    public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
        calls.add("report " + trusted);
        return update;
    }

    @Override
    public void close() {
        calls.add("close enclave");
    }
}
