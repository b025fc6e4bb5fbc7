package org.sgxra.tool.replay;

import java.util.Optional;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.sp.session.KeyExchange;
import org.sgxra.sp.session.KeySource;

/**
 * Gives out what a recorded service provider used.
 *
 * @param gb its ephemeral key
 * @param signature of msg2
 * @param sharedX x coordinate of the shared point, 32 bytes, little-endian; stays the caller's
 * @param nonce for the attestation service
 */
record RecordedKeys(P256PublicKey gb, EcdsaP256Signature signature, SecretBytes sharedX, Optional<String> nonce)
        implements KeySource {
    @Override
    public KeyExchange exchange(P256PublicKey ga) {
        return new KeyExchange(gb, sharedX.copy(), signature);
    }
}
