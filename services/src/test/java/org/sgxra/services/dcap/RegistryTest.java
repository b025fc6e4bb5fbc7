package org.sgxra.services.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.testdata.TestData;

/** What is registered by anybody has a limit, and does not drive out who has a certificate. */
class RegistryTest {
    private static RegisteredPlatform platform(int number) {
        ByteString id = ByteString.concat(ByteString.of((byte) (number >> 8), (byte) number), ByteString.zeros(14));
        return RegisteredPlatform.fresh(id, id, ByteString.zeros(32));
    }

    private static Registry with(Registry registry, int from, int to) {
        Registry all = registry;
        for (int i = from; i < to; i++) {
            all = all.with(platform(i));
        }
        return all;
    }

    @Test
    void forgetsTheOldestThatHasNoCertificate() throws Exception {
        List<SgxCertificate> chain = PemChain.parse(
                ByteString.of(TestData.bytes("dcap/outofdate-config-v3-00606a000000-202606-200802/pckChain.pem")));
        Tcb tcb = Tcb.ofTcbm(ByteString.zeros(18));
        Registry full = with(Registry.EMPTY.with(platform(0).with(tcb, chain.get(0))), 1, Registry.MAX_PLATFORMS);
        assertThat(full.platforms()).hasSize(Registry.MAX_PLATFORMS);

        Registry more = with(full, Registry.MAX_PLATFORMS, Registry.MAX_PLATFORMS + 2);

        assertThat(more.platforms()).hasSize(Registry.MAX_PLATFORMS);
        assertThat(more.find(platform(0).ppid())).isPresent();
        assertThat(more.find(platform(1).ppid())).isEmpty();
        assertThat(more.find(platform(2).ppid())).isEmpty();
        assertThat(more.find(platform(3).ppid())).isPresent();
        // What is known already takes no more room.
        assertThat(more.with(platform(3)).platforms()).hasSize(Registry.MAX_PLATFORMS);
    }
}
