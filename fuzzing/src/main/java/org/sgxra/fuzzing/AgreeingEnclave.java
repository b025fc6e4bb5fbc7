package org.sgxra.fuzzing;

import java.util.Arrays;
import java.util.Optional;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveKeyExchange;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;

/** An enclave that sends recorded messages and believes whatever it is told. */
final class AgreeingEnclave implements Enclave, EnclaveKeyExchange {
    private static final int MSG0_SIZE = 4;

    private final byte[] first;
    private final byte[] third;

    /**
     * @param first msg0 and msg1
     * @param third msg3
     */
    AgreeingEnclave(byte[] first, byte[] third) {
        this.first = first;
        this.third = third;
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
        return new EpidGroupId(0);
    }

    @Override
    public EnclaveKeyExchange openKeyExchange(QuoteKind kind, Optional<P256PublicKey> spKey) {
        return this;
    }

    @Override
    public byte[] msg1() {
        return Arrays.copyOfRange(first, MSG0_SIZE, first.length);
    }

    @Override
    public byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) {
        return new byte[0];
    }

    @Override
    public byte[] ecdsaQuote() {
        return new byte[0];
    }

    @Override
    public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
        return new PlatformUpdate(SgxStatus.SGX_ERROR_UPDATE_NEEDED, true, true, true);
    }

    @Override
    public byte[] msg3(byte[] msg2) {
        return third.clone();
    }

    @Override
    public ByteString keyHash(SessionKey key) {
        return ByteString.zeros(32);
    }

    @Override
    public void verifyMac(ByteString message, ByteString mac) {
        // Believed.
    }

    @Override
    public ByteString secretHash(EncryptedSecret secret, ByteString additionalData) {
        return Sha256.of(secret.ciphertext());
    }

    @Override
    public void verifyExampleSecret(ByteString ciphertext, ByteString tag) {
        // Believed.
    }

    @Override
    public byte[] sealSecret(EncryptedSecret secret, ByteString additionalData) {
        return secret.ciphertext().toArray();
    }

    @Override
    public ByteString unseal(byte[] sealed) {
        return ByteString.of(sealed);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
