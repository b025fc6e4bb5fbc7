package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.EachAgent;
import org.sgxra.sp.mock.RawTlsServer;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.FreePort;

/** When agents connect, how long they wait, and what they say then. */
@Timeout(value = 170, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentConnectionsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String LAST = OK.replace("\n\n", "\nConnection: close\n\n");

    @EachAgent
    void namesAServerThatIsNotThere(String agent) throws Exception {
        int unused = FreePort.any();
        HttpAgent sender = Agents.agent(agent);
        assertThatThrownBy(() -> sender.send(Agents.call("https://localhost:" + unused)))
                .hasMessageStartingWith("cannot connect to localhost:" + unused + ": ");
        assertThatThrownBy(() -> sender.send(Agents.call("https://no-such-host.invalid")))
                .hasMessageStartingWith("cannot resolve the name of no-such-host.invalid");
    }

    @EachAgent
    void namesAHandshakeThatDoesNotCome(String agent) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // What is left of the exchange's time after that of connecting is for a machine that is slow in saying so.
            Duration second = Duration.ofSeconds(1);
            Duration whole = Duration.ofSeconds(120);
            HttpAgent sender =
                    switch (agent) {
                        case "direct" -> new DirectAgent(TestServer.trust(), Optional.empty(), second, whole);
                        case "jdk" -> new JdkAgent(TestServer.trust(), Optional.empty(), second, whole);
                        default ->
                            new CurlAgent(System.getenv("PATH"), TestServer.trust(), Optional.empty(), second, whole);
                    };
            assertThatThrownBy(() -> sender.send(Agents.call("https://localhost:" + silent.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot connect to localhost:" + silent.getLocalPort() + ": no answer within 1 s");
        }
    }

    /** The time limit is that of the whole exchange, however the answer drips in. */
    @EachAgent
    void boundsTheWholeExchange(String agent) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, "HTTP/1.1 200 OK\nContent-Length: 100000\n\n");
            while (over.getCount() > 0) {
                RawTlsServer.write(out, "x");
                Thread.sleep(20);
            }
        })) {
            HttpAgent sender = Agents.agent(agent, TestServer.trust(), Duration.ofMillis(1500));
            assertThatThrownBy(() -> sender.send(Agents.call(server.url(), 200_000, Expiry.NEVER)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("localhost:" + server.port() + ": no whole answer within 1 s");
        } finally {
            over.countDown();
        }
    }

    @EachAgent
    void givesUpWhenTheSessionIsOver(String agent) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawTlsServer server = new RawTlsServer((number, in, out) -> over.await())) {
            HttpAgent sender = Agents.agent(agent, TestServer.trust(), Duration.ofSeconds(160));
            for (int port : new int[] {silent.getLocalPort(), server.port()}) {
                assertThatThrownBy(() -> sender.send(
                                Agents.call("https://localhost:" + port, 10, Expiry.in(Duration.ofMillis(600)))))
                        .isInstanceOf(IOException.class)
                        .hasMessage("localhost:" + port
                                + ": no whole answer in the time of the session (--session-timeout)");
            }
            assertThatThrownBy(() -> sender.send(Agents.call(server.url(), 10, Expiry.in(Duration.ZERO))))
                    .hasMessageEndingWith(": no whole answer in the time of the session (--session-timeout)");
        } finally {
            over.countDown();
        }
    }

    @EachAgent
    void closesAConnectionWhoseAnswerCannotBeRead(String agent) throws Exception {
        CountDownLatch closed = new CountDownLatch(3);
        List<String> heads = List.of(
                "hello\n\n", "HTTP/1.1 20\u00000 OK\nContent-Length: 0\n\n", "HTTP/1.1 200 OK\nContent-Length: x\n\n");
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, heads.get(number - 1));
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } finally {
                closed.countDown();
            }
        })) {
            HttpAgent sender = Agents.agent(agent);
            for (String head : heads) {
                assertThatThrownBy(() -> sender.send(Agents.call(server.url())))
                        .as(head)
                        .isInstanceOf(IOException.class);
            }
            assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theDirectAgentKeepsConnections() throws Exception {
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            for (int i = 1; !RawTlsServer.readRequest(in).isEmpty(); i++) {
                RawTlsServer.write(out, i < 3 ? OK : LAST);
            }
        })) {
            HttpAgent agent = Agents.agent("direct");
            for (int i = 0; i < 3; i++) {
                agent.send(Agents.call(server.url()));
            }
            assertThat(server.connections).hasValue(1);
            agent.send(Agents.call(server.url()));
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void theDirectAgentDoesNotKeepAConnectionThatMayStillHoldAnAnswer() throws Exception {
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, OK + OK.replace("ok", "no"));
            RawTlsServer.readRequest(in);
        })) {
            HttpAgent agent = Agents.agent("direct");
            agent.send(Agents.call(server.url()));
            assertThat(agent.send(Agents.call(server.url())).body()).isEqualTo(new byte[] {'o', 'k'});
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void theDirectAgentRepeatsARequestOnlyWhereAKeptConnectionWasClosed() throws Exception {
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            if (number == 1) {
                RawTlsServer.write(out, OK);
                RawTlsServer.readRequest(in);
            } else if (number == 2) {
                RawTlsServer.write(out, OK);
                RawTlsServer.readRequest(in);
                RawTlsServer.write(out, "HTTP/1.1 200 OK\n");
            }
        })) {
            HttpAgent agent = Agents.agent("direct");
            agent.send(Agents.call(server.url()));
            // The first connection ends without an answer: the second one gives it.
            assertThat(agent.send(Agents.call(server.url())).status()).isEqualTo(200);
            assertThat(server.connections).hasValue(2);
            // The answer has begun: asking again might do something twice.
            assertThatThrownBy(() -> agent.send(Agents.call(server.url())))
                    .hasMessage(
                            "localhost:" + server.port() + ": the connection was closed before the end of the answer");
            assertThat(server.connections).hasValue(2);
            // A new connection that ends without an answer is no kept one.
            assertThatThrownBy(() -> agent.send(Agents.call(server.url()))).isInstanceOf(IOException.class);
            assertThat(server.connections).hasValue(3);
        }
    }

    /** The connection is there before the request: of the fifth, nothing is read until the fifth request is sent. */
    @Test
    void theDirectAgentOpensTheNextConnectionToAServerThatClosesEach() throws Exception {
        Semaphore shaken = new Semaphore(0);
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            // Says nothing by itself; the first byte that comes ends the handshake and begins a request.
            shaken.release();
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, LAST);
        })) {
            HttpAgent agent = Agents.agent("direct");
            for (int i = 1; i <= 4; i++) {
                agent.send(Agents.call(server.url()));
                assertThat(shaken.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(shaken.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connections).hasValue(5);
            assertThat(agent.send(Agents.call(server.url())).status()).isEqualTo(200);
            // The fifth answer was the last of its connection, too.
            assertThat(shaken.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connections).hasValue(6);
        }
    }

    @Test
    void theDirectAgentDoesWithoutANextConnectionThatWasClosed() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            if (number == 5) {
                out.flush();
                closed.release();
            } else {
                RawTlsServer.readRequest(in);
                RawTlsServer.write(out, LAST);
            }
        })) {
            HttpAgent agent = Agents.agent("direct");
            for (int i = 1; i <= 4; i++) {
                agent.send(Agents.call(server.url()));
            }
            assertThat(closed.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.send(Agents.call(server.url())).status()).isEqualTo(200);
        }
    }

    @Test
    void theDirectAgentNamesAServerThatIsGoneThoughItOpensAhead() throws Exception {
        HttpAgent agent = Agents.agent("direct");
        CompletableFuture<RawTlsServer> self = new CompletableFuture<>();
        Semaphore closed = new Semaphore(0);
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            if (number == 5) {
                out.flush();
                self.get().close();
                closed.release();
            } else {
                RawTlsServer.readRequest(in);
                RawTlsServer.write(out, LAST);
            }
        })) {
            self.complete(server);
            for (int i = 1; i <= 4; i++) {
                agent.send(Agents.call(server.url()));
            }
            assertThat(closed.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> agent.send(Agents.call(server.url())))
                    .hasMessageStartingWith("cannot connect to localhost:" + server.port() + ": ");
        }
    }
}
