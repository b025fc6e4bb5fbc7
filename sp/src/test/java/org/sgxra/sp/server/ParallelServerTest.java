package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

/** Many clients at the same time: who gets a worker, who waits, who is refused, and what people read of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class ParallelServerTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    private final List<Guest> guests = new ArrayList<>();
    private TestServer server;

    /** A client and its connection. */
    private final class Guest {
        final TestClient client = new TestClient();
        final Socket socket = server.connect();
        final HexLineChannel channel = HexLineChannel.over(socket, LONG);

        Guest() throws Exception {
            socket.setSoTimeout(100_000);
            guests.add(this);
        }

        Guest begin() throws IOException {
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            return this;
        }

        void takeMsg2() throws Exception {
            client.accept(Msg2.parse(channel.receive("msg2")));
        }

        void sendMsg3() throws Exception {
            channel.send("msg3", client.msg3().encode());
        }

        void isTrusted() throws Exception {
            assertThat(Msg4.parse(channel.receive("msg4")).status()).isEqualTo(TrustStatus.TRUSTED);
        }

        void isClosed() throws Exception {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private void start(int workers, int maxConnections, int backlog) throws Exception {
        server = TestServer.parallel(LONG, LONG, workers, maxConnections, backlog);
    }

    @AfterEach
    void stop() throws Exception {
        for (Guest guest : guests) {
            guest.socket.close();
        }
        server.close();
    }

    private void serves() throws Exception {
        assertThat(server.attest(new TestClient()).status()).isEqualTo(TrustStatus.TRUSTED);
    }

    @Test
    void clientsThatWaitTakeNoWorker() throws Exception {
        start(2, 1000, 10);
        for (int i = 0; i < 5; i++) {
            new Guest();
        }
        List<Guest> begun = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Guest guest = new Guest().begin();
            guest.takeMsg2();
            begun.add(guest);
        }
        serves();
        for (Guest guest : begun) {
            guest.sendMsg3();
            guest.isTrusted();
            guest.isClosed();
        }
    }

    @Test
    void firstMessagesWaitInOrderAndBeyondTheBacklogClientsAreRefusedAtOnce() throws Exception {
        start(2, 1000, 1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        server.ias.misbehaviour = exchange -> {
            await(mayAnswer);
            return false;
        };
        List<Guest> answered = List.of(new Guest().begin(), new Guest().begin());
        while (server.ias.requests.size() < 2) {
            Thread.sleep(10);
        }
        List<Guest> waiting = List.of(new Guest().begin(), new Guest().begin());
        server.awaitAccount("connection refused: there are 1 clients waiting for a worker already");
        assertThat(server.ias.requests).hasSize(2);
        mayAnswer.countDown();

        for (Guest guest : answered) {
            guest.takeMsg2();
        }
        int refused = 0;
        for (Guest guest : waiting) {
            try {
                guest.takeMsg2();
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(1);
        serves();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreRefusedUntilOthersEnd() throws Exception {
        start(2, 2, 10);
        Guest first = new Guest().begin();
        first.takeMsg2();
        Guest second = new Guest().begin();
        second.takeMsg2();
        new Guest().isClosed();
        server.awaitAccount("connection refused: there are 2 connections already");

        first.sendMsg3();
        first.isTrusted();
        second.socket.close();
        server.awaitAccount("Attestation failed: connection closed before msg3");
        while (true) {
            try {
                serves();
                return;
            } catch (IOException e) {
                // The end of the first one is still being dealt with.
            }
        }
    }

    @Test
    void clientsThatSayNothingWholeKeepNobodyOut() throws Exception {
        start(2, 3, 10);
        Guest begun = new Guest().begin();
        begun.takeMsg2();
        for (int i = 0; i < 20; i++) {
            Guest slow = new Guest();
            slow.socket.getOutputStream().write("0123".getBytes(StandardCharsets.US_ASCII));
        }

        serves();
        begun.sendMsg3();
        begun.isTrusted();
        server.awaitAccount(
                "[2 127.0.0.1] Attestation failed: another one needed its place: of 3 connections it had been"
                        + " waited for longest");
        assertThat(server.account()).doesNotContain("connection refused");
    }

    @Test
    void whatIsToldOfAClientStaysTogetherAndNamesIt() throws Exception {
        start(3, 1000, 10);
        Guest first = new Guest().begin();
        first.takeMsg2();
        Guest second = new Guest().begin();
        second.takeMsg2();
        assertThat(server.account()).doesNotContain("[1 127.0.0.1]", "[2 127.0.0.1]");
        second.sendMsg3();
        second.isTrusted();
        second.isClosed();
        first.sendMsg3();
        first.isTrusted();
        server.awaitAccount("[1 127.0.0.1] SHA256(SK) = ");
        server.awaitAccount("[2 127.0.0.1] SHA256(SK) = ");

        List<String> tags = server.account()
                .lines()
                .filter(line -> line.startsWith("["))
                .map(line -> line.substring(0, line.indexOf(']') + 2))
                .toList();
        assertThat(tags.stream().distinct()).containsExactlyInAnyOrder("[1 127.0.0.1] ", "[2 127.0.0.1] ");
        String before = "";
        int blocks = 0;
        for (String tag : tags) {
            blocks += tag.equals(before) ? 0 : 1;
            before = tag;
        }
        assertThat(blocks).isEqualTo(2);
        assertThat(server.account().lines())
                .containsOnlyOnce(
                        "[1 127.0.0.1] Connection from 127.0.0.1",
                        "[1 127.0.0.1] Waiting for msg0||msg1",
                        "[2 127.0.0.1] Waiting for msg3",
                        "[2 127.0.0.1] Enclave TRUSTED");
    }

    @Test
    void badMessagesEndTheirConnectionOnly() throws Exception {
        start(2, 1000, 10);
        for (String line : List.of("", "abc", "zz", "00", "00".repeat(5000))) {
            Guest guest = new Guest();
            guest.socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            guest.isClosed();
        }
        for (String reason : List.of(
                "an empty line came instead of msg0||msg1",
                "msg0||msg1 is not hexadecimal: odd number of hexadecimal digits (3)",
                "malformed msg0||msg1",
                "msg0||msg1 is longer than 256 digits")) {
            server.awaitAccount("Attestation failed: " + reason);
        }
        serves();
    }

    @Test
    void bothMessagesMayComeAtOnceAndInPieces() throws Exception {
        start(2, 1000, 10);
        Guest guest = new Guest();
        OutputStream out = guest.socket.getOutputStream();
        for (byte part : (Hex.encode(guest.client.msg0Msg1().encode()) + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
            out.write(part);
        }
        guest.takeMsg2();
        out.write((Hex.encode(guest.client.msg3().encode()) + "\nmore").getBytes(StandardCharsets.US_ASCII));
        guest.isTrusted();

        Guest hasty = new Guest();
        String first = Hex.encode(hasty.client.msg0Msg1().encode()) + "\n";
        hasty.socket.getOutputStream().write((first + "00\n").getBytes(StandardCharsets.US_ASCII));
        hasty.takeMsg2();
        server.awaitAccount("malformed msg3");
    }

    @Test
    void limitsHoldForClientsThatNobodyWaitsFor() throws Exception {
        server = TestServer.parallel(Duration.ofSeconds(1), LONG, 2, 1000, 10);
        new Guest().isClosed();
        server.awaitAccount("Attestation failed: no msg0||msg1 within 1 s (--timeout)");
        Guest begun = new Guest().begin();
        begun.takeMsg2();
        begun.isClosed();
        server.awaitAccount("Attestation failed: no msg3 within 1 s (--timeout)");
        stop();

        server = TestServer.parallel(LONG, Duration.ofSeconds(1), 2, 1000, 10);
        new Guest().isClosed();
        server.awaitAccount("Attestation failed: it took longer than 1 s");
    }

    @Test
    void attestationsInProgressAreFinishedWhenTheServerStops() throws Exception {
        start(2, 1000, 10);
        Guest guest = new Guest().begin();
        guest.takeMsg2();
        Thread stopping = new Thread(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        stopping.start();
        while (accepts()) {
            Thread.sleep(10);
        }
        guest.sendMsg3();
        guest.isTrusted();
        stopping.join(600_000);
        assertThat(stopping.isAlive()).isFalse();
    }

    private boolean accepts() {
        try (Socket socket = server.connect()) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hundredsOfConnectionsLeaveNothingBehind() throws Exception {
        start(4, 1000, 100);
        serves();
        long before = descriptors();
        for (int i = 0; i < 300; i++) {
            Guest guest = new Guest();
            if (i % 3 == 0) {
                guest.begin().takeMsg2();
            } else if (i % 3 == 1) {
                guest.socket.getOutputStream().write("00\n".getBytes(StandardCharsets.US_ASCII));
            }
            guest.socket.close();
        }
        serves();
        guests.clear();
        while (descriptors() > before) {
            Thread.sleep(20);
        }
        while (server.account().split("Attestation failed: ", -1).length <= 300) {
            Thread.sleep(20);
        }
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
