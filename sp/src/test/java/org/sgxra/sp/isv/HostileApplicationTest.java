package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.tls.TlsContexts;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.HostileTls;

/**
 * Applications that want to keep isv-sp waiting for ever: it ends with 3 when the step that is due has taken too long, and names
 * that. The limit is long for a machine under load; nothing waits for it to be short, and the tests wait side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileApplicationTest extends IsvSpFixture {
    /** What the Application does with a connection and a TLS context of its own. */
    private interface Attack {
        void on(Socket socket, SSLContext tls) throws Exception;
    }

    private final List<Thread> hostile = new ArrayList<>();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket();
        // The less fits into the buffers, the sooner whoever writes to it waits.
        listener.setReceiveBufferSize(4096);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    }

    @AfterEach
    void leave() throws Exception {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        for (Thread thread : hostile) {
            thread.interrupt();
            thread.join(600_000);
        }
    }

    private void endsInSpiteOf(Attack attack, String reason) throws Exception {
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = listener.accept()) {
                        accepted.add(socket);
                        attack.on(socket, TestServer.CA.tls(TestServer.TLS));
                    } catch (Exception e) {
                        // The other side has had enough.
                    }
                },
                "hostile");
        thread.setDaemon(true);
        hostile.add(thread);
        thread.start();
        long start = System.nanoTime();

        assertThat(run("", args("localhost:" + listener.getLocalPort(), "--timeout=4")))
                .isEqualTo(3);

        assertThat(seen()).contains("Attestation failed: ").contains(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(100));
    }

    private static HostileTls handshaken(Socket socket, SSLContext tls) throws IOException {
        HostileTls peer = new HostileTls(tls, socket, false);
        peer.handshake();
        return peer;
    }

    @Test
    void whoNeverAnswersTheHandshake() throws Exception {
        endsInSpiteOf((socket, tls) -> socket.getInputStream().readAllBytes(), "failed: no handshake within 4 s");
    }

    @Test
    void whoDripsTheHandshake() throws Exception {
        endsInSpiteOf(
                (socket, tls) -> {
                    HostileTls peer = new HostileTls(tls, socket, false);
                    peer.drip(peer.flight());
                },
                "failed: no handshake within 4 s");
    }

    @Test
    void whoDripsARecord() throws Exception {
        endsInSpiteOf(
                (socket, tls) -> {
                    HostileTls peer = handshaken(socket, tls);
                    peer.drip(peer.wrap(FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, null)))));
                },
                "no MSG0 within 4 s (--timeout)");
    }

    @Test
    void whoDripsRecords() throws Exception {
        endsInSpiteOf(
                (socket, tls) -> {
                    HostileTls peer = handshaken(socket, tls);
                    for (byte next : "00000000000000000004".getBytes(StandardCharsets.US_ASCII)) {
                        peer.send(peer.wrap(new byte[] {next}));
                        Thread.sleep(500);
                    }
                    socket.getInputStream().readAllBytes();
                },
                "no MSG0 within 4 s (--timeout)");
    }

    @Test
    void whoAsksForNewKeysAndNeverReads() throws Exception {
        endsInSpiteOf(
                (socket, tls) -> handshaken(socket, tls).requestKeysWithoutReading(), "no MSG0 within 4 s (--timeout)");
    }

    /** The buffers of a loopback connection hold the longest message: only smaller ones show who waits. */
    @Test
    void whoStopsReadingWhileALongMessageIsSent() throws Exception {
        Socket raw = new Socket();
        raw.setSendBufferSize(4096);
        raw.connect(listener.getLocalSocketAddress());
        try (Socket deaf = listener.accept();
                Connection connection = Connection.over(raw)) {
            HostileTls peer = new HostileTls(TestServer.CA.tls(TestServer.TLS), deaf, false);
            Thread handshake = new Thread(() -> {
                try {
                    peer.handshake();
                } catch (IOException e) {
                    // Then the other side's handshake fails, too.
                }
            });
            hostile.add(handshake);
            handshake.start();
            connection.secure(
                    TlsContexts.client(TlsContexts.trust(List.of(TestServer.TLS.certificate()))),
                    new HostPort("localhost", listener.getLocalPort()),
                    Duration.ofSeconds(100),
                    socket -> {});

            assertThatThrownBy(() -> FrameChannel.over(connection, Duration.ofSeconds(4))
                            .send(new Frame(FrameType.MSG2, ByteString.zeros(FrameChannel.MAX_BODY))))
                    .isInstanceOf(WireException.class)
                    .hasMessage("the peer did not take MSG2 within 4 s (--timeout)");
        }
    }

    /** Linux does not answer a connection for which there is no room in the queue. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoDoesNotAcceptTheConnection() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                queued.add(socket);
                socket.connect(listener.getLocalSocketAddress(), 300);
            }
        } catch (SocketTimeoutException e) {
            // The queue is full.
        }
        assertThat(run("", args("localhost:" + listener.getLocalPort(), "--timeout=4")))
                .isEqualTo(3);
        assertThat(seen()).contains("cannot connect to localhost:" + listener.getLocalPort());
        for (Socket socket : queued) {
            socket.close();
        }
    }

    /** What is sent after the last message is not waited for. */
    @Test
    void whoKeepsTalkingAfterTheEnd() throws Exception {
        endsInSpiteOf(
                (socket, tls) -> {
                    HostileTls peer = handshaken(socket, tls);
                    byte[] frame =
                            FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.TERMINATE)));
                    peer.send(peer.wrap(frame));
                    InputStream in = socket.getInputStream();
                    while (in.available() == 0) {
                        Thread.sleep(10);
                    }
                    peer.requestKeysWithoutReading();
                },
                "the Application gives up (status 1)");
    }
}
