package org.sgxra.sp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent.AnswerReceived;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTest {
    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private Metrics metrics;

    @BeforeEach
    void start() throws IOException {
        metrics = new Metrics(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), notices::add);
    }

    @AfterEach
    void stop() {
        metrics.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), metrics.port());
        socket.setSoTimeout(600_000);
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: it\r\nConnection: close\r\n\r\n");
    }

    private static VerdictReached verdict(TrustStatus status, String platform) {
        return new VerdictReached(status, platform, List.of(), List.of(), Optional.empty(), false);
    }

    @Test
    void countsWhatSessionsComeTo() throws Exception {
        SessionListener first = metrics.session();
        SessionListener second = metrics.session();
        assertThat(first.shows(Level.NORMAL)).isFalse();
        first.on(new SessionStarted());
        second.on(new SessionStarted());
        first.on(new MessageReceived("msg3", ByteString.EMPTY));
        first.on(new RequestSent(
                "report", "POST", java.net.URI.create("https://it"), Optional.empty(), Optional.empty()));
        first.on(new AnswerReceived("report", "200 OK", List.of(), ByteString.EMPTY));
        first.on(verdict(TrustStatus.TRUSTED, "OK"));
        first.on(verdict(TrustStatus.NOT_TRUSTED, "NEW\"STATUS"));
        first.on(new MessageSent("msg4", ByteString.EMPTY));
        first.on(new SessionEnded());
        second.on(new ConnectionLost("gone"));
        second.on(new SessionFailed("", malformed()));
        second.on(new SessionFailed("", new RefusedException("no")));
        second.on(new SessionFailed("", new UnreachableException("no")));
        second.on(new SessionFailed("", new DisbelievedException("no")));
        second.on(new SessionFailed("", new IllegalStateException("no")));
        metrics.watch(() -> 12, () -> 3, () -> 4);

        assertThat(get("/metrics").lines())
                .contains(
                        "HTTP/1.1 200 OK",
                        "sgxra_sp_sessions 1.0",
                        "sgxra_sp_verdicts_total{status=\"OK\",verdict=\"TRUSTED\"} 1.0",
                        "sgxra_sp_verdicts_total{status=\"other\",verdict=\"NOT_TRUSTED\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"connection\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"malformed\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"refused\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"service-unreachable\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"service-disbelieved\"} 1.0",
                        "sgxra_sp_failures_total{cause=\"internal\"} 1.0",
                        "sgxra_sp_stage_seconds_count{stage=\"msg4\"} 1",
                        "sgxra_sp_stage_seconds_count{stage=\"report\"} 1",
                        "sgxra_sp_connections 12.0",
                        "sgxra_sp_queue 3.0",
                        "sgxra_sp_connections_refused_total 4.0");
    }

    private static Exception malformed() {
        try {
            Msg3.parse(new byte[1]);
            throw new AssertionError();
        } catch (MalformedMessageException e) {
            return e;
        }
    }

    @Test
    void saysWhetherItServes() throws Exception {
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
        assertThat(get("/readyz"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("\r\n\r\nnot ready\n");
        metrics.ready(true);
        assertThat(get("/readyz?from=balancer"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nready\n");
        // As balancers ask.
        assertThat(ask("GET /readyz HTTP/1.0\r\n\r\n")).contains(" 200 OK\r\n").endsWith("\r\n\r\nready\n");
        assertThat(ask("HEAD /readyz HTTP/1.0\r\n\r\n")).contains(" 200 OK\r\n").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET / HTTP/1.1|Host: it|Connection: close||; 404",
                "GET /../metrics HTTP/1.1|Host: it|Connection: close||; 404",
                "POST /metrics HTTP/1.1|Host: it|Content-Length: 1000000000||; 405",
                "GET /metrics HTTP/1.1||; 400",
                "nonsense||; 400",
                "GET /metrics HTTP/3.0|Host: it||; 505"
            })
    void answersNothingElse(String request, int status) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void slowPeersKeepNobodyOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = connect();
            slow.add(socket);
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ");
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(notices)
                .isNotEmpty()
                .containsOnly("metrics: connection of 127.0.0.1 ended: another one needed its place: of 16 connections"
                        + " it had been waited for longest");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void peersThatDoNotReadKeepNobodyOut() throws Exception {
        byte[] questions =
                "GET /metrics HTTP/1.1\r\nHost: it\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Socket socket = connect();
            greedy.add(socket);
            Thread asking = new Thread(
                    () -> {
                        try {
                            while (true) {
                                socket.getOutputStream().write(questions);
                            }
                        } catch (IOException e) {
                            // It was ended, by either side.
                        }
                    },
                    "asking");
            asking.setDaemon(true);
            asking.start();
        }

        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n");
        for (Socket socket : greedy) {
            socket.close();
        }
    }
}
