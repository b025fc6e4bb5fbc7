package org.sgxra.sp.session;

import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256PublicKey;

/**
 * The service provider's half of a key exchange.
 *
 * @param gb its ephemeral public key
 * @param sharedX x coordinate of the shared point, 32 bytes, little-endian; whoever receives this destroys it
 * @param signature by its long-term key over g_b || g_a, both as on the wire
 */
public record KeyExchange(P256PublicKey gb, SecretBytes sharedX, EcdsaP256Signature signature) {}
