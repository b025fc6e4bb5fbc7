package org.sgxra.services.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.tls.TlsContexts;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;
import org.sgxra.testdata.HostileTls;

/** Clients that want to keep the emulator waiting, and how it stops. */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpsServerTest {
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    private static Path directory;

    private static ServerTls serverTls;
    private static SSLContext clientTls;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpsServer server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        try (EmulatorState state = EmulatorState.open(directory, TlsNames.LOCAL, ReportNames.OWN, line -> {})) {
            serverTls = ServerTls.of(state.keys().tls());
        }
        try (var in = Files.newInputStream(directory.resolve("tls_ca.pem"))) {
            X509Certificate ca =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            clientTls = TlsContexts.client(TlsContexts.trust(List.of(ca)));
        }
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        server.close();
        server.awaitStop();
    }

    private void start(Duration requestLimit) throws IOException {
        start(new HttpsServer.Limits(100, requestLimit, LONG));
    }

    private void start(HttpsServer.Limits limits) throws IOException {
        server = HttpsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                serverTls,
                1 << 20,
                request -> {
                    if (request.path().equals("/slow")) {
                        await();
                    }
                    return Answer.ok("text/plain", "done".getBytes(StandardCharsets.US_ASCII));
                },
                told::add,
                limits);
    }

    private void await() {
        told.add("answering");
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HostileTls connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSendBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return new HostileTls(clientTls, socket, true);
    }

    private SSLSocket request(byte[] bytes) throws IOException {
        SSLSocket socket =
                (SSLSocket) clientTls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private void answers() throws IOException {
        try (SSLSocket socket = request(REQUEST)) {
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    /** Goes on until the connection is closed on this side: TCP may tell only later that the other one has closed it. */
    private static void attack(Runnable what) {
        Thread attack = new Thread(what, "hostile");
        attack.setDaemon(true);
        attack.start();
    }

    private void expect(String end) throws InterruptedException {
        assertThat(told.poll(600, TimeUnit.SECONDS)).isEqualTo("connection of 127.0.0.1 ended: " + end);
    }

    @Test
    void whoTakesTooLongIsGivenUpForThatReasonWhileOthersAreAnswered() throws Exception {
        start(Duration.ofSeconds(3));
        try (HostileTls silent = connect()) {
            answers();
            assertThat(silent.raw().read()).isEqualTo(-1);
            expect("no handshake within 3 s");
        }
        try (HostileTls dripping = connect()) {
            dripping.handshake();
            byte[] record = dripping.wrap(REQUEST);
            attack(() -> dripping.drip(record));
            expect("no whole request within 3 s");
        }
        try (HostileTls asking = connect()) {
            asking.handshake();
            attack(asking::requestKeysWithoutReading);
            expect("no whole request within 3 s");
        }
        answers();
    }

    /** TLS 1.2 lets a client ask for another handshake, and here it reads what is answered. */
    @Test
    void whoAsksForHandshakesWithoutEndIsGivenUpAndOthersAreAnswered() throws Exception {
        start(Duration.ofSeconds(3));
        AtomicInteger handshakes = new AtomicInteger();
        try (SSLSocket asking = (SSLSocket)
                clientTls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            asking.setEnabledProtocols(new String[] {"TLSv1.2"});
            asking.startHandshake();
            attack(() -> askForKeys(asking, handshakes));
            expect("no whole request within 3 s");
            assertThat(handshakes).hasPositiveValue();
            answers();
        }
    }

    /** The same in TLS 1.3, where it asks for new keys. */
    @Test
    void whoAsksForKeysWithoutEndAndReadsThemIsGivenUpWhileOthersAreAnswered() throws Exception {
        start(Duration.ofSeconds(3));
        AtomicInteger records = new AtomicInteger();
        try (HostileTls asking = connect()) {
            asking.handshake();
            attack(() -> asking.requestKeysAndRead(records::incrementAndGet));
            answers();
            expect("no whole request within 3 s");
            // More than the tickets that stand before the first answer.
            assertThat(records).hasValueGreaterThan(10);
            answers();
        }
    }

    private static void askForKeys(SSLSocket socket, AtomicInteger count) {
        try {
            while (true) {
                socket.startHandshake();
                count.incrementAndGet();
            }
        } catch (IOException e) {
            // That is the point.
        }
    }

    @Test
    void peersThatKeepItWaitingKeepNobodyOut() throws Exception {
        start(new HttpsServer.Limits(4, LONG, LONG));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            slow.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        answers();
        // The same of those that have spoken TLS, and drip a body.
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n";
        for (int i = 0; i < 8; i++) {
            slow.add(request(head.getBytes(StandardCharsets.US_ASCII)));
        }
        answers();

        assertThat(told)
                .contains("connection of 127.0.0.1 ended: another one needed its place: of 4 connections it had been"
                        + " waited for longest")
                .noneMatch(line -> line.startsWith("connection closed"));
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void anIdleConnectionEndsAtOnceAndARequestIsAnswered() throws Exception {
        start(LONG);
        try (SSLSocket idle = request(REQUEST);
                SSLSocket busy =
                        request("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            assertThat(told.poll(600, TimeUnit.SECONDS)).isEqualTo("answering");
            Thread stopping = new Thread(server::close);
            stopping.start();

            idle.getInputStream().readAllBytes();
            expect("the server was stopped");
            mayAnswer.countDown();
            assertThat(new String(busy.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("done");
            stopping.join(600_000);
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    /** The next answer on a connection that is kept. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as(answer.toString()).isNotEqualTo(-1);
            answer.append((char) next);
        }
        return answer + new String(in.readNBytes(4), StandardCharsets.US_ASCII);
    }

    @Test
    void aConnectionThatIsKeptForLongEndsWithAnAnswer() throws Exception {
        start(new HttpsServer.Limits(100, LONG, Duration.ofMillis(300)));
        try (SSLSocket socket = request(REQUEST)) {
            String answer = answer(socket.getInputStream());
            while (!answer.contains("Connection: close\r\n")) {
                assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("done");
                socket.getOutputStream().write(REQUEST);
                answer = answer(socket.getInputStream());
            }
            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("done");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void requestsLeaveNoDeadlinesBehind() throws Exception {
        start(LONG);
        int requests = 1000;
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < requests; i++) {
            pipeline.writeBytes(REQUEST);
        }
        try (SSLSocket socket = request(pipeline.toByteArray())) {
            for (int i = 0; i < requests; i++) {
                answer(socket.getInputStream());
            }
            // That of the request that is awaited, and what other connections of this process have.
            assertThat(Deadline.running()).isLessThan(20);
        }
    }
}
