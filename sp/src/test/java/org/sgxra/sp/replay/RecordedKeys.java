package org.sgxra.sp.replay;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.sp.session.KeyExchange;
import org.sgxra.sp.session.KeySource;

/** Gives out what a recorded service provider used: its g_b, the shared secret, its signature. */
record RecordedKeys(Msg2 msg2, ByteString sharedSecretBigEndian) implements KeySource {
    @Override
    public KeyExchange exchange(P256PublicKey ga) {
        try {
            return new KeyExchange(
                    P256PublicKey.fromLittleEndian(msg2.gb()),
                    SecretBytes.wrap(sharedSecretBigEndian.reversed().toArray()),
                    EcdsaP256Signature.fromLittleEndian(msg2.signature()));
        } catch (InvalidPointException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> nonce() {
        return Optional.empty();
    }
}
