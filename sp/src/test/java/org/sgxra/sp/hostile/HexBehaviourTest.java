package org.sgxra.sp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do what they should not, one after the other; after each, good ones of both kinds are attested on the same server. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class HexBehaviourTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final int BYTES_OF_THE_LONG_LINE = 100_000_000;

    /** Workers: one client after the other, and several at the same time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachHasItsLineAndDisturbsNobody(int workers) throws Exception {
        try (HexServer server = new HexServer("sp, behaviours, " + workers + " workers", workers, LONG)) {
            List<HexBehaviour> all = HexBehaviour.immediate();
            for (int i = 0; i < all.size(); i++) {
                check(all.get(i), i % 2 == 0, server);
                if (i % 4 == 0 || i == all.size() - 1) {
                    server.servesOthers(all.get(i).kind());
                }
            }
            server.finish();
        }
    }

    @Test
    @Tag("long")
    void aLineOfAHundredMegabytesIsNotRead() throws Exception {
        for (int workers : new int[] {1, 4}) {
            try (HexServer server = new HexServer("sp, long line", workers, LONG)) {
                check(HexBehaviour.endless(BYTES_OF_THE_LONG_LINE), false, server);
                server.servesOthers("a long line");
                server.finish();
            }
        }
    }

    private static void check(HexBehaviour behaviour, boolean dcap, HexServer server) throws Exception {
        try (Socket socket = server.connect()) {
            behaviour.conduct().on(socket, server.client(dcap), server);
        } catch (SocketException e) {
            // It was cut off in the middle, which is as good.
        }
        if (behaviour.reason() != null) {
            assertThat(server.failure(behaviour.kind())).contains(behaviour.reason());
        }
        server.run.input(behaviour.kind());
    }
}
