package org.sgxra.sp.session;

import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;

/** Real keys: random ephemeral ones, signed by the service provider's long-term key. Safe for use by many threads. */
public final class ServiceKeySource implements KeySource {
    private static final int NONCE_SIZE = 16;

    private final P256PrivateKey longTermKey;
    private final SecureRandom random = new SecureRandom();

    /** @param longTermKey stays the caller's to close */
    public ServiceKeySource(P256PrivateKey longTermKey) {
        this.longTermKey = longTermKey;
    }

    @Override
    public KeyExchange exchange(P256PublicKey ga) {
        P256 p256 = P256.instance();
        try (P256KeyPair ephemeral = p256.generateKeyPair()) {
            P256PublicKey gb = ephemeral.publicKey();
            return new KeyExchange(
                    gb,
                    p256.agree(ephemeral.privateKey(), ga),
                    p256.sign(longTermKey, ByteString.concat(gb.littleEndian(), ga.littleEndian())));
        }
    }

    @Override
    public Optional<String> nonce() {
        byte[] nonce = new byte[NONCE_SIZE];
        random.nextBytes(nonce);
        return Optional.of(ByteString.of(nonce).hex());
    }
}
