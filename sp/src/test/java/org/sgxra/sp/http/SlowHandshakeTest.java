package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestServer;

/** Connecting includes TLS, and has nearly all of the time of an exchange: the message tells which of the two took it. */
@Timeout(value = 170, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowHandshakeTest {
    private static HttpCall call(int port) {
        return new HttpCall(
                URI.create("https://localhost:" + port + "/sgx/dev/attestation/v4/sigrl/00000b0f"),
                Optional.empty(),
                Optional.empty(),
                1 << 20,
                Expiry.NEVER);
    }

    @Test
    void aHandshakeThatTakesMoreThanItsPartOfTheTimeIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = silent.getLocalPort();
            // The rest of the exchange's time is for a machine that is slow in saying so.
            HttpAgent agent =
                    new JdkAgent(TestServer.trust(), Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(120));

            assertThatThrownBy(() -> agent.send(call(port)))
                    .hasMessage("cannot connect to localhost:" + port + ": no answer within 2 s");
        }
    }

    @Test
    void aHandshakeMayTakeNearlyAllOfTheTime() {
        assertThat(JdkAgent.connectTimeout(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(27));
        assertThat(JdkAgent.connectTimeout(Duration.ofMillis(2300))).isEqualTo(Duration.ofMillis(2070));
    }

    /** A server that begins its part of the handshake only when the client has long waited for it. */
    @Test
    void aSlowHandshakeThatEndsInTimeDoesNoHarm() throws Exception {
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread relay = new Thread(() -> {
                try (Socket client = slow.accept();
                        Socket server = new Socket("localhost", ias.port())) {
                    Thread.sleep(1500);
                    Thread back = new Thread(() -> copy(server, client));
                    back.setDaemon(true);
                    back.start();
                    copy(client, server);
                } catch (IOException | InterruptedException e) {
                    // The test is over.
                }
            });
            relay.setDaemon(true);
            relay.start();
            HttpAgent agent = new JdkAgent(TestServer.trust(), Optional.empty(), Duration.ofSeconds(120));

            assertThat(agent.send(call(slow.getLocalPort())).status()).isEqualTo(200);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone.
        }
    }
}
