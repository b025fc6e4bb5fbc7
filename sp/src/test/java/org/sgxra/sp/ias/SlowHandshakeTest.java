package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.sp.mock.TestServer;

class SlowHandshakeTest {
    @Test
    void aHandshakeMayTakeNearlyAllOfTheTimeAndIsNamedWhenItTakesMore() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String server = "127.0.0.1:" + silent.getLocalPort();
            HttpQuestion question =
                    new HttpQuestion(URI.create("https://" + server), Optional.empty(), Optional.empty(), 1);
            HttpAgent agent = new JdkAgent(TestServer.trust(), Optional.empty(), Duration.ofMillis(2_300));

            assertThatThrownBy(() -> agent.send(question))
                    .hasMessage("cannot connect to " + server + ": no answer within 2 s");
        }
    }
}
