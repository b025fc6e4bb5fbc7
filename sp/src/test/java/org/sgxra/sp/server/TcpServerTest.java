package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

@Isolated("counts what is open")
class TcpServerTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(Duration.ofSeconds(600), Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void assertStillServes() throws Exception {
        assertThat(server.attest(new TestClient()).status()).isEqualTo(TrustStatus.TRUSTED);
    }

    @Test
    void attestsAndShowsWhatTheClientShows() throws Exception {
        TestClient client = new TestClient();

        assertThat(server.attest(client).status()).isEqualTo(TrustStatus.TRUSTED);

        for (String line : client.keyHashes()) {
            server.awaitAccount(line);
        }
        assertThat(server.account())
                .contains(
                        "Listening for connections on port ",
                        "Waiting for a client to connect...",
                        "Connection from 127.0.0.1",
                        "Waiting for msg0||msg1",
                        "Waiting for msg3",
                        "Enclave TRUSTED",
                        "---- Copy/Paste Msg4 Below to Client ---------------------------------------");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''         | an empty line came instead of msg0||msg1
            abc        | odd number of hexadecimal digits (3)
            zz         | character 1 is not a hexadecimal digit
            00         | malformed msg0||msg1
            """)
    void oneBadLineEndsOneConnectionOnly(String line, String reason) throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        server.awaitAccount(reason);
        assertStillServes();
    }

    @Test
    void upperCaseAndCarriageReturnsAreRead() throws Exception {
        TestClient client = new TestClient();
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((Hex.encode(client.msg0Msg1().encode()).toUpperCase(java.util.Locale.ROOT) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            HexLineChannel channel = HexLineChannel.over(socket.getInputStream(), out);
            client.accept(Msg2.parse(channel.receive("msg2")));
        }
        assertStillServes();
    }

    @Test
    void aLineBeyondTheLimitIsNotReadToItsEnd() throws Exception {
        try (Socket socket = server.connect()) {
            byte[] digits = new byte[(1 << 21) + 4096];
            java.util.Arrays.fill(digits, (byte) '0');
            try {
                socket.getOutputStream().write(digits);
            } catch (java.io.IOException e) {
                assertThat(e).hasMessageMatching("(?s).*(reset|closed|pipe).*");
            }
            server.awaitAccount("msg0||msg1 is longer than 2097152 digits");
        }
        assertStillServes();
    }

    @Test
    void aResetConnectionDoesNoHarm() throws Exception {
        TestClient client = new TestClient();
        try (Socket socket = server.connect()) {
            HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(600));
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            channel.receive("msg2");
            socket.setSoLinger(true, 0);
        }
        server.awaitAccount("while waiting for msg3");
        assertStillServes();
    }

    @Test
    void aPeerThatLeavesInTheMiddleDoesNoHarm() throws Exception {
        server.connect().close();
        server.awaitAccount("connection closed before msg0||msg1");
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write("00".getBytes(StandardCharsets.US_ASCII));
        }
        server.awaitAccount("connection closed in the middle of msg0||msg1");
        assertStillServes();
    }

    @Test
    void aShortMsg3AndAQuoteThatLiesAboutItsLengthAreRefused() throws Exception {
        refuse(client -> ByteString.of(client.msg3().encode()).slice(0, 100).toArray(), "malformed msg3: ps_sec_prop");
        refuse(client -> ByteString.of(client.msg3().encode()).slice(0, 336).toArray(), "malformed msg3: quote");
        refuse(
                client -> {
                    client.quote = quote -> {
                        ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).putInt(432, 0xfffffff0);
                        return quote;
                    };
                    return client.msg3().encode();
                },
                "announces 4294967280 bytes of signature, 680 follow");
        assertStillServes();
    }

    /** Makes the third message. */
    private interface Third {
        byte[] of(TestClient client);
    }

    private static void refuse(Third third, String reason) throws Exception {
        TestClient client = new TestClient();
        try (Socket socket = server.connect()) {
            HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(600));
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            client.accept(Msg2.parse(channel.receive("msg2")));
            channel.send("msg3", third.of(client));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        server.awaitAccount(reason);
    }

    @Test
    void silentAndSlowPeersAreGivenUp() throws Exception {
        try (TestServer impatient = new TestServer(Duration.ofMillis(2500), Duration.ofSeconds(60))) {
            try (Socket socket = impatient.connect()) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            impatient.awaitAccount("no msg0||msg1 within 2500 ms (--timeout)");
            try (Socket socket = impatient.connect()) {
                drip(socket);
            }
            assertThat(impatient.attest(new TestClient()).status()).isEqualTo(TrustStatus.TRUSTED);
        }
        try (TestServer strict = new TestServer(Duration.ofSeconds(60), Duration.ofSeconds(1))) {
            try (Socket socket = strict.connect()) {
                drip(socket);
            }
            strict.awaitAccount("Attestation failed: it took longer than 1 s");
        }
    }

    /** An attestation service that does not answer holds up a session for as long as that may last, and nobody after it. */
    @Test
    void theTimeLimitOfASessionEndsItsQuestionToTheService() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TestServer strict = new TestServer(Duration.ofSeconds(60), Duration.ofSeconds(2))) {
            strict.ias.misbehaviour = exchange -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            };
            try (Socket socket = strict.connect()) {
                HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(60));
                channel.send("msg0||msg1", new TestClient().msg0Msg1().encode());
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            strict.awaitAccount("Attestation failed: IAS sigrl: localhost:" + strict.ias.port()
                    + ": no whole answer in the time of the session (--session-timeout)");
        } finally {
            over.countDown();
        }
    }

    /** A digit now and then, until the other side has had enough. */
    private static void drip(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(20);
        for (int i = 0; i < 1_000; i++) {
            try {
                socket.getOutputStream().write('0');
                assertThat(in.read()).isEqualTo(-1);
                return;
            } catch (java.net.SocketTimeoutException e) {
                // Still open: the next digit.
            } catch (java.net.SocketException e) {
                return;
            }
        }
        throw new AssertionError("the server waits for ever");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hundredsOfConnectionsLeaveNoDescriptorsBehind() throws Exception {
        assertStillServes();
        long before = descriptors();
        for (int i = 0; i < 600; i++) {
            if (i % 20 == 0) {
                assertStillServes();
            } else {
                try (Socket socket = server.connect()) {
                    socket.getOutputStream().write("00\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 10);
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
