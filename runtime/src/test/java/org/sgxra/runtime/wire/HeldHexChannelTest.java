package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.common.bytes.Hex;
import org.sgxra.runtime.net.ByteBudget;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.HeldConnection;
import org.sgxra.runtime.net.Selection;

/** Messages of connections that no thread waits for; limits and words as those of {@link HexLineChannel}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldHexChannelTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Semaphore called = new Semaphore(0);
    private final ByteBudget budget = new ByteBudget(4096);
    private Selection selection;
    private Socket peer;
    private Connection connection;
    private HeldConnection held;

    @BeforeEach
    void connect() throws IOException {
        selection = new Selection();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer = new Socket();
            peer.setReceiveBufferSize(4096);
            peer.connect(server.getLocalAddress());
            SocketChannel ours = server.accept();
            ours.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
            connection = Connection.over(ours.socket(), budget);
            held = new HeldConnection(selection, connection);
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        held.close();
        peer.close();
        selection.close();
    }

    private void peerSends(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitCall() throws InterruptedException {
        assertThat(called.tryAcquire(600, TimeUnit.SECONDS)).isTrue();
    }

    private byte[] receive(HeldHexChannel channel, String name, int limit) throws Exception {
        channel.receive(name, limit, called::release);
        awaitCall();
        return channel.received();
    }

    private static void assertFails(ThrowingReceive step, WireException.Kind kind, String message) {
        assertThatThrownBy(step::run).isInstanceOfSatisfying(WireException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessage(message);
        });
    }

    private interface ThrowingReceive {
        void run() throws Exception;
    }

    @Test
    void exchangesMessagesThatComeInPiecesOrTogether() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        peerSends("01");
        peerSends("02\r\n03\n04");
        assertThat(receive(channel, "msg1", 10)).containsExactly(1, 2);
        assertThat(channel.send("msg2", new byte[] {7, 8}, called::release)).isTrue();
        assertThat(peer.getInputStream().readNBytes(5))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("0708\n");
        assertThat(receive(channel, "msg3", 10)).containsExactly(3);
        peerSends("05\n");
        assertThat(receive(channel, "msg5", 10)).containsExactly(4, 5);
        assertThat(Deadline.running()).isZero();
    }

    @Test
    void sendsOnWhenThePeerReads() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        byte[] large = new byte[4 << 20];
        assertThat(channel.send("msg2", large, called::release)).isFalse();
        assertThat(peer.getInputStream().readNBytes(2 * large.length + 1))
                .hasSize(2 * large.length + 1)
                .endsWith('\n');
        awaitCall();
        channel.sent();
    }

    @Test
    void whoDoesNotReadIsGivenUp() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, SHORT);
        assertThat(channel.send("msg2", new byte[4 << 20], called::release)).isFalse();
        awaitCall();
        assertFails(
                channel::sent, WireException.Kind.TIMED_OUT, "the peer did not take msg2 within 300 ms (--timeout)");
    }

    @Test
    void whoSaysTooLittleIsGivenUp() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, SHORT);
        peerSends("0");
        assertFails(
                () -> receive(channel, "msg3", 10), WireException.Kind.TIMED_OUT, "no msg3 within 300 ms (--timeout)");
        assertThat(channel.hasFailed()).isTrue();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void theEndOfTheConnectionIsTold() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        peerSends("0102\n03");
        assertThat(receive(channel, "msg1", 10)).containsExactly(1, 2);
        peer.shutdownOutput();
        assertFails(
                () -> receive(channel, "msg3", 10),
                WireException.Kind.CUT_SHORT,
                "connection closed in the middle of msg3, after 2 characters");
    }

    @Test
    void aResetIsTold() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        channel.receive("msg3", 10, called::release);
        peer.setSoLinger(true, 0);
        peer.close();
        awaitCall();
        assertThatThrownBy(channel::received)
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("connection lost while waiting for msg3: ");
    }

    @Test
    void anEndFromOutsideIsToldAtOnceWhateverIsAwaited() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        channel.receive("msg3", 10, called::release);
        connection.end("the server was stopped");
        awaitCall();
        assertFails(channel::received, WireException.Kind.TIMED_OUT, "the server was stopped");
    }

    @Test
    void anEndWhileAMessageWaitsToBeAnsweredIsToldToo() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        peerSends("01\n");
        channel.receive("msg3", 10, called::release);
        awaitCall();
        assertThat(channel.hasFailed()).isFalse();
        connection.end("it took longer than 1 s");
        assertFails(channel::received, WireException.Kind.TIMED_OUT, "it took longer than 1 s");
        channel.receive("msg3", 10, called::release);
        awaitCall();
        assertThat(channel.hasFailed()).isTrue();
    }

    @Test
    void longLinesAreNotKept() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        peerSends("00".repeat(11) + "\n");
        assertFails(() -> receive(channel, "msg1", 10), WireException.Kind.TOO_LONG, "msg1 is longer than 20 digits");
    }

    @Test
    void whatAllKeepTogetherIsLimitedAndGivenBack() throws Exception {
        HeldHexChannel channel = new HeldHexChannel(held, LONG);
        // 1024 digits are not counted.
        peerSends(Hex.encode(new byte[2000]) + "\n");
        assertThat(receive(channel, "msg3", 4000)).hasSize(2000);
        assertThat(budget.held()).isEqualTo(4000 - 1024);
        peerSends(Hex.encode(new byte[2600]) + "\n");
        assertFails(
                () -> receive(channel, "msg3", 4000),
                WireException.Kind.TOO_LONG,
                "msg3 is refused: the messages of all connections are longer than 4096 bytes already");
        channel.close();
        assertThat(budget.held()).isZero();
    }
}
