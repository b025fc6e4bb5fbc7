package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.tls.TlsContexts;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.testdata.HostileTls;
import org.sgxra.testdata.ObservedSocket;

/** TLS on a connection, and peers for which closing it as TLS wants it would take for ever. Small buffers show who waits. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    private static Path folder;

    private static SSLContext serverTls;
    private static SSLContext clientTls;

    private ObservedSocket ours;
    private Connection connection;
    private HostileTls peer;
    private Thread attack;

    @BeforeAll
    static void makeCertificate() throws Exception {
        char[] password = "changeit".toCharArray();
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(password))
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        List<Certificate> chain = List.of(keys.getCertificateChain("server"));
        serverTls = TlsContexts.server((PrivateKey) keys.getKey("server", password), chain);
        clientTls = TlsContexts.client(TlsContexts.trust(chain));
    }

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(4096);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            ours = ObservedSocket.connect(listener);
            connection = Connection.over(ours);
            Socket other = listener.accept();
            other.setSendBufferSize(4096);
            peer = new HostileTls(clientTls, other, true);
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
        peer.close();
        attack.join(600_000);
    }

    /** After the handshake, the peer does what it wants. */
    private void secureAgainst(Runnable what) throws IOException {
        attack = new Thread(
                () -> {
                    try {
                        peer.handshake();
                        what.run();
                    } catch (IOException e) {
                        // The other side's handshake fails as well.
                    }
                },
                "hostile");
        attack.start();
        connection.secure(serverTls, null, LONG, socket -> socket.setUseClientMode(false));
    }

    @Test
    void aPeerThatWantsNewKeysAndNeverReadsHoldsUpNoDeadline() throws Exception {
        secureAgainst(peer::requestKeysWithoutReading);
        FrameChannel channel = FrameChannel.over(connection, Duration.ofSeconds(2));

        assertThatThrownBy(() -> channel.receive("MSG0")).hasMessage("no MSG0 within 2 s (--timeout)");

        CountDownLatch another = new CountDownLatch(1);
        Deadline.start(Duration.ofMillis(1), another::countDown);
        assertThat(another.await(600, TimeUnit.SECONDS)).isTrue();
        channel.close();
    }

    /** Reads, and so answers the peer's requests, until the answers fill all buffers: from then on whoever writes waits. */
    private Thread readUntilAnswersAreStuck() throws Exception {
        secureAgainst(peer::requestKeysWithoutReading);
        Thread reading = new Thread(() -> {
            try {
                connection.in().read();
            } catch (IOException e) {
                // It is closed under it.
            }
        });
        reading.start();
        ours.awaitFull();
        return reading;
    }

    @Test
    void anAnswerThatIsStuckHoldsUpNoDeadline() throws Exception {
        Thread reading = readUntilAnswersAreStuck();
        CountDownLatch another = new CountDownLatch(1);

        try (Deadline first = connection.limit(Duration.ofMillis(1), "enough");
                Deadline second = Deadline.start(Duration.ofMillis(2), another::countDown)) {
            assertThat(another.await(600, TimeUnit.SECONDS)).isTrue();
            assertThat(first.passed()).isTrue();
            assertThat(second.passed()).isTrue();
        }
        reading.join();
        assertThat(connection.ended()).hasValue("enough");
    }

    @Test
    void aPeerThatWantsNewKeysAndNeverReadsDoesNotHoldUpClosing() throws Exception {
        Thread reading = readUntilAnswersAreStuck();

        connection.close();

        reading.join();
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpNeitherSendingNorClosing() throws Exception {
        secureAgainst(() -> {});
        FrameChannel channel = FrameChannel.over(connection, Duration.ofSeconds(2));

        assertThatThrownBy(() -> channel.send(new Frame(FrameType.MSG2, ByteString.zeros(1 << 20))))
                .hasMessage("the peer did not take MSG2 within 2 s (--timeout)");

        assertThat(connection.ended()).hasValue("the peer did not take MSG2 within 2 s (--timeout)");
        channel.close();
    }
}
