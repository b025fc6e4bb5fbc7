package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.Enclave;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.SoftWorld;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.testdata.HostileTls;

/**
 * Peers that want to keep isv-app waiting for ever. Each is given up when the step that is due has taken too long, with words
 * that say so, and others are served all the while. The limit is long for a machine under load, and nothing waits for it to be
 * short.
 */
@Timeout(value = 170, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class HostilePeersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    private static Path folder;

    private static SoftWorld world;
    private static Enclave enclave;
    private static SSLContext serverTls;
    private static SSLContext clientTls;

    private final ByteArrayOutputStream people = new ByteArrayOutputStream();
    private final List<Thread> hostile = new ArrayList<>();
    private IsvAppServer server;

    @BeforeAll
    static void load() throws Exception {
        world = new SoftWorld(folder);
        enclave = world.load();
        Path certificate = folder.resolve("cert.pem");
        SelfSignedCertificate.write(certificate, folder.resolve("key.pem"));
        serverTls = ServerIdentity.load(certificate, folder.resolve("key.pem"));
        clientTls = TestServiceProvider.trusting(certificate);
    }

    @AfterAll
    static void unload() throws Exception {
        enclave.close();
        world.close();
    }

    @BeforeEach
    void start() throws Exception {
        start(TIMEOUT);
    }

    private void start(Duration timeout) throws Exception {
        server = new IsvAppServer(
                serverTls,
                InetAddress.getLoopbackAddress(),
                0,
                enclave,
                new IsvAppServer.Terms(QuoteKind.EPID, Optional.empty(), false, timeout),
                new Transcript(new PrintStream(people, true, StandardCharsets.UTF_8), Level.NORMAL, Clock.systemUTC()),
                EventFile.none());
        new Thread(server::serve, "server under test").start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        for (Thread thread : hostile) {
            thread.interrupt();
            thread.join(600_000);
        }
    }

    private HostileTls connect() throws IOException {
        Socket socket = new Socket();
        // The less fits into the buffers, the sooner whoever writes to it waits.
        socket.setReceiveBufferSize(4096);
        socket.setSendBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return new HostileTls(clientTls, socket, true);
    }

    private void meanwhile(Runnable attack) {
        Thread thread = new Thread(attack, "hostile");
        thread.setDaemon(true);
        hostile.add(thread);
        thread.start();
    }

    private void servesOthers() throws Exception {
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, ByteString.zeros(1))))
                    .isTrue();
        }
    }

    private String seen() {
        return people.toString(StandardCharsets.UTF_8);
    }

    private void awaitLine(String text) throws InterruptedException {
        while (!seen().contains(text)) {
            Thread.sleep(20);
        }
    }

    @Test
    void whoAsksForNewKeysAndNeverReadsIsGivenUpAndSoAreAllOthers() throws Exception {
        try (HostileTls peer = connect()) {
            peer.handshake();
            meanwhile(peer::requestKeysWithoutReading);
            servesOthers();

            awaitLine("[1] Attestation failed: no RA_VERIFICATION within 3 s (--timeout)");
            // The deadlines of others still work.
            try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                silent.getInputStream().readAllBytes();
            }
            servesOthers();
        }
    }

    @Test
    void whoDripsTheHandshakeIsGivenUpForThatReason() throws Exception {
        try (HostileTls peer = connect()) {
            byte[] hello = peer.flight();
            meanwhile(() -> peer.drip(hello));
            servesOthers();
            awaitLine("[1] Handshake was not successful: no handshake within 3 s");
        }
    }

    @Test
    void whoDripsARecordIsGivenUpWhenTheMessageIsLate() throws Exception {
        try (HostileTls peer = connect()) {
            peer.handshake();
            byte[] record = peer.wrap(FrameChannel.encode(ProtobufWriter.verification()));
            meanwhile(() -> peer.drip(record));
            servesOthers();
            awaitLine("[1] Attestation failed: no RA_VERIFICATION within 3 s (--timeout)");
        }
    }

    @Test
    void whoSaysNothingIsGivenUpForThatReason() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            servesOthers();
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            awaitLine("[1] Handshake was not successful: no handshake within 3 s");
        }
    }

    @Test
    void peersThatDoNotFinishTheirHandshakeKeepNobodyOut() throws Exception {
        server.close();
        start(Duration.ofSeconds(100));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < IsvAppServer.MAX_THREADS + 50; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            slow.add(socket);
            socket.getOutputStream().write(0x16);
        }

        awaitLine(
                "Handshake was not successful: another one needed its place: of 1024 connections it had been waited for"
                        + " longest");
        servesOthers();
        assertThat(seen()).doesNotContain("refused");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void aFirstFrameOfAMebibyteIsNotTaken() throws Exception {
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.socket.getOutputStream().write("1048576@5".getBytes(StandardCharsets.US_ASCII));
            sp.socket.getOutputStream().write(new byte[11]);
            assertThat(sp.isAcknowledged()).isFalse();
        }
        awaitLine("[1] Attestation failed: RA_VERIFICATION is longer than 256 bytes");
    }
}
