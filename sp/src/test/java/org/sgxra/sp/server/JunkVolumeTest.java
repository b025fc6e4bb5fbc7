package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

/** What a server writes of peers that send junk, as fast as they can: of some what they did, of the others how many there were. */
@Timeout(value = 170, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JunkVolumeTest {
    private static final int TOLD = 2;
    private static final int JUNK = 6;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void countsThemAndTellsOfAGoodClientInFull(int workers) throws Exception {
        TestServer server = TestServer.limited(workers, TOLD);
        try {
            for (int i = 0; i < JUNK; i++) {
                sendJunk(server);
            }
            assertThat(server.attest(new TestClient()).status()).isEqualTo(TrustStatus.TRUSTED);
        } finally {
            server.close();
        }
        List<String> lines = server.account().lines().toList();
        assertThat(lines.stream().filter(line -> line.contains("Attestation failed: ")))
                .hasSize(TOLD);
        assertThat(lines.stream().filter(line -> line.contains("Connection from ")))
                .hasSize(TOLD + 1);
        assertThat(lines.stream().filter(line -> line.contains("Enclave TRUSTED")))
                .hasSize(1);
        assertThat(lines)
                .containsOnlyOnce("warning: 2 sessions ended without a verdict in less than a minute; until it is over"
                        + " the others are counted only")
                .last()
                .asString()
                .startsWith("4 more sessions ended without a verdict, the last one with 127.0.0.1");
    }

    private static void sendJunk(TestServer server) throws IOException {
        try (Socket junk = server.connect()) {
            junk.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            junk.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // Closed with something unread.
        }
    }
}
