package org.sgxra.sp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;

/** Chance cannot be tested; what has none of it can be told from it: a counter, a constant, a source that begins anew. */
class ServiceKeySourceTest {
    private static final int ROUNDS = 40;

    private final List<ServiceKeySource> sources = List.of(source(), source());

    private static ServiceKeySource source() {
        return new ServiceKeySource(SampleServiceKey.keyPair().privateKey());
    }

    @Test
    void everyBitOfANonceIsChosenAnew() throws Exception {
        Set<ByteString> nonces = new HashSet<>();
        for (ServiceKeySource source : sources) {
            for (int i = 0; i < ROUNDS; i++) {
                nonces.add(ByteString.fromHex(source.nonce().orElseThrow()));
            }
        }
        assertThat(nonces).hasSize(2 * ROUNDS).allMatch(nonce -> nonce.size() == 16);
        for (int bit = 0; bit < 128; bit++) {
            int at = bit;
            assertThat(nonces)
                    .extracting(nonce -> nonce.at(at / 8) >> at % 8 & 1)
                    .as("bit %d", bit)
                    .contains(0, 1);
        }
    }

    @Test
    void everySessionHasAKeyOfItsOwn() {
        P256PublicKey ga = P256.instance().generateKeyPair().publicKey();
        Set<P256PublicKey> keys = new HashSet<>();
        for (ServiceKeySource source : sources) {
            for (int i = 0; i < 3; i++) {
                KeyExchange exchange = source.exchange(ga);
                exchange.sharedX().close();
                keys.add(exchange.gb());
            }
        }
        assertThat(keys).hasSize(6);
    }
}
