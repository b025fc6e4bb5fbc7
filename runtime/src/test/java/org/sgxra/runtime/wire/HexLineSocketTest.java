package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.runtime.wire.HexLineChannelTest.assertFails;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.common.bytes.ByteString;

/** Peers that are silent, slow, wrong or gone. Time limits are asserted with bounds that no load of the machine reaches. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HexLineSocketTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final Duration SHORT = Duration.ofMillis(300);

    private Socket ours;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            // Small buffers: a peer that does not read is noticed sooner.
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ours = new Socket();
            ours.setSendBufferSize(4096);
            ours.connect(server.getLocalSocketAddress());
            peer = server.accept();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        ours.close();
        peer.close();
    }

    private void peerSends(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
    }

    @Test
    void exchangesMessagesInBothDirections() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        HexLineChannel other = HexLineChannel.over(peer, LONG);

        channel.send("msg1", new byte[] {1, 2});
        assertThat(other.receive("msg1")).containsExactly(1, 2);
        other.send("msg2", new byte[] {3});
        assertThat(channel.receive("msg2")).containsExactly(3);
        assertThat(ours.getTcpNoDelay()).isTrue();
    }

    @Test
    void readsAMessageInManyPackets() throws IOException {
        peer.setTcpNoDelay(true);
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (char c : "0102A0b0ff\r\n07\n".toCharArray()) {
                    peerSends(String.valueOf(c));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(ByteString.of(channel.receive("msg1")).hex()).isEqualTo("0102a0b0ff");
        assertThat(channel.receive("msg2")).containsExactly(7);
        sending.join();
    }

    @Test
    void readsSeveralMessagesInOnePacket() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        peerSends("01\n02\r\n03");

        assertThat(channel.receive("msg1")).containsExactly(1);
        assertThat(channel.receive("msg2")).containsExactly(2);
        peer.close();
        assertFails(
                WireException.Kind.CUT_SHORT,
                "connection closed in the middle of msg3, after 2 characters",
                () -> channel.receive("msg3"));
    }

    @Test
    void sendsAndReadsTheLongestLine() throws IOException {
        byte[] message = new byte[HexLineChannel.MAX_LINE / 2];
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        HexLineChannel other = HexLineChannel.over(peer, LONG);
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
            try {
                return other.receive("msg2");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        channel.send("msg2", message);

        assertThat(received.join()).isEqualTo(message);
    }

    @Test
    void givesUpOnASilentPeer() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, SHORT);
        long start = System.nanoTime();

        assertFails(WireException.Kind.TIMED_OUT, "no msg3 within 300 ms (--timeout)", () -> channel.receive("msg3"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(60));
    }

    @Test
    void givesUpOnAPeerThatDripsForEver() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, Duration.ofSeconds(1));
        Thread dripping = new Thread(() -> {
            try {
                while (true) {
                    peerSends("0");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
        dripping.setDaemon(true);
        dripping.start();
        try {
            assertFails(WireException.Kind.TIMED_OUT, "no msg1 within 1 s (--timeout)", () -> channel.receive("msg1"));
        } finally {
            dripping.interrupt();
        }
    }

    @Test
    void takesALimitOfAnyLength() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, Duration.ofSeconds(Long.MAX_VALUE));
        peerSends("01\n");

        assertThat(channel.receive("msg1")).containsExactly(1);
        channel.send("msg2", new byte[] {2});
        assertThat(HexLineChannel.over(peer, LONG).receive("msg2")).containsExactly(2);
    }

    @Test
    void noticesAPeerThatGoesAway() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        peer.close();

        assertFails(WireException.Kind.CLOSED, "connection closed before msg1", () -> channel.receive("msg1"));
        assertFails(WireException.Kind.CLOSED, "connection closed before msg1", () -> channel.receive("msg1"));
    }

    @Test
    void readsALastMessageAfterWhichThePeerClosed() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        peerSends("0102\n");
        peer.close();

        assertThat(channel.receive("msg4")).containsExactly(1, 2);
    }

    @Test
    void noticesAReset() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        peer.setSoLinger(true, 0);
        peer.close();

        assertConnectionLost("connection lost while waiting for msg1: ", () -> channel.receive("msg1"));
    }

    @Test
    void noticesWhenSendingThatThePeerIsGone() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        peer.close();

        assertConnectionLost("connection lost while sending msg2: ", () -> {
            for (int i = 0; i < 10_000; i++) {
                channel.send("msg2", new byte[1000]);
            }
        });
    }

    @Test
    void givesUpOnAPeerThatDoesNotRead() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, SHORT);

        assertFails(
                WireException.Kind.TIMED_OUT,
                "the peer did not take msg2 within 300 ms (--timeout)",
                () -> channel.send("msg2", new byte[1 << 23]));
        assertThat(ours.isClosed()).isTrue();
    }

    @Test
    void cannotBeUsedAfterItWasClosed() throws IOException {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        channel.close();
        channel.close();

        assertThat(ours.isClosed()).isTrue();
        assertConnectionLost("connection lost while waiting for msg1: ", () -> channel.receive("msg1"));
        assertConnectionLost("connection lost while sending msg2: ", () -> channel.send("msg2", new byte[] {1}));
    }

    @Test
    void endsAWaitWhenItIsClosed() throws Exception {
        HexLineChannel channel = HexLineChannel.over(ours, LONG);
        CompletableFuture<WireException> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                throw new AssertionError(channel.receive("msg1").length);
            } catch (WireException e) {
                return e;
            }
        });
        channel.close();

        assertThat(outcome.get(600, TimeUnit.SECONDS).kind()).isEqualTo(WireException.Kind.FAILED);
    }

    /** The rest of the message is the system's. */
    private static void assertConnectionLost(String start, HexLineChannelTest.Reception reception) {
        assertThatThrownBy(reception::run)
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.FAILED))
                .hasMessageStartingWith(start)
                .hasMessageNotContaining("null");
    }
}
