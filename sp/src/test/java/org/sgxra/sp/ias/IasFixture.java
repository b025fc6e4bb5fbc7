package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Evidence;

/** An attestation service on the loopback, and both agents to reach it. */
abstract class IasFixture {
    static final ByteString GROUP = new EpidGroupId(0x0b0f).bigEndian();
    static final ByteString QUOTE = ByteString.of(new byte[1116]);
    static final Evidence EVIDENCE = new Evidence(QUOTE, ByteString.EMPTY, Optional.of("00ff"));

    final ByteArrayOutputStream account = new ByteArrayOutputStream();
    final Transcript transcript =
            new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());
    MockIas ias;

    @BeforeEach
    void start() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() {
        ias.close();
        assertThat(account.toString(StandardCharsets.UTF_8)).doesNotContain(TestServer.PRIMARY, TestServer.SECONDARY);
    }

    static HttpAgent agent(String name, TlsTrust trust, Duration timeout) {
        return name.equals("jdk")
                ? new JdkAgent(trust, Optional.empty(), timeout)
                : new CurlAgent(System.getenv("PATH"), trust, Optional.empty(), timeout);
    }

    IasService service(String agent) throws Exception {
        return TestServer.service(ias, agent(agent, TestServer.trust(), Duration.ofSeconds(20)), 4);
    }
}
