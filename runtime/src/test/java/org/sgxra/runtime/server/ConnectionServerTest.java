package org.sgxra.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.WireException;

/** Errors of the system, of services and of peers, none of which ends the accept loop. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionServerTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Socket> peers = new ArrayList<>();
    private ConnectionServer server;
    private Thread serving;

    /** Answers each byte with the same one. */
    private class Echo implements Service {
        @Override
        public void serve(Connection connection, int number) {
            told.add("serving " + number);
            try {
                for (int next = connection.in().read();
                        next >= 0;
                        next = connection.in().read()) {
                    connection.irreplaceable();
                    connection.out().write(next);
                }
                told.add("end of " + number);
            } catch (IOException e) {
                told.add("end of " + number + ": " + connection.ended().orElse("lost"));
            }
        }

        @Override
        public void refused(int number, String reason) {
            told.add("refused " + number + ": " + reason);
        }

        @Override
        public void failed(int number, Throwable error) {
            told.add("failed " + number + ": " + error.getMessage());
        }

        @Override
        public void cannotAccept(String reason) {
            told.add("cannot accept: " + reason);
        }
    }

    /** A listener that fails before it accepts. */
    private static final class FailingListener extends ServerSocket {
        private final Deque<Throwable> failures;

        FailingListener(Throwable... failures) throws IOException {
            super(0, 100, InetAddress.getLoopbackAddress());
            this.failures = new ArrayDeque<>(List.of(failures));
        }

        @Override
        public Socket accept() throws IOException {
            Throwable failure = failures.poll();
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return super.accept();
        }
    }

    private void start(ServerSocket listener, Workers workers, Optional<Duration> session, Service service)
            throws IOException {
        server = new ConnectionServer(listener, workers, session, service);
        serving = new Thread(server::serve, "serving");
        serving.start();
    }

    private void start(Workers workers, Service service) throws IOException {
        start(new FailingListener(), workers, Optional.empty(), service);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        peers.add(socket);
        return socket;
    }

    private boolean accepts() {
        try {
            return connect().isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Closed, or reset because what was sent is not read. */
    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private static void echoes(Socket socket) throws IOException {
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
    }

    private void expect(String text) throws InterruptedException {
        assertThat(told.poll(600, TimeUnit.SECONDS)).isEqualTo(text);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket peer : peers) {
            peer.close();
        }
        server.close();
        serving.join(600_000);
        assertThat(serving.isAlive()).isFalse();
    }

    @Test
    void servesOneAfterTheOtherOrManyAtOnce() throws Exception {
        start(Workers.oneAfterTheOther(), new Echo());
        Socket first = connect();
        Socket second = connect();
        echoes(first);
        second.getOutputStream().write(1);
        expect("serving 1");
        first.close();
        expect("end of 1");
        expect("serving 2");
        second.close();
        expect("end of 2");
        stop();

        start(Workers.threads(2), new Echo());
        Socket one = connect();
        echoes(one);
        expect("serving 1");
        echoes(connect());
        expect("serving 2");
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        // The peer may see the end before the server says why.
        expect("refused 3: there are 2 connections already");
        echoes(one);
    }

    @Test
    void goesOnWhenConnectionsCannotBeAcceptedAndSaysSoOnce() throws Exception {
        IOException tooMany = new IOException("Too many open files");
        start(
                new FailingListener(tooMany, tooMany, tooMany, new OutOfMemoryError("Java heap space")),
                Workers.threads(2),
                Optional.empty(),
                new Echo());

        echoes(connect());

        expect("cannot accept: Too many open files");
        expect("cannot accept: Java heap space");
        expect("serving 1");
    }

    @Test
    void goesOnWithoutAThreadForAConnectionAndSaysSoOnce() throws Exception {
        AtomicInteger missing = new AtomicInteger(3);
        start(
                Workers.threads(10, task -> {
                    if (missing.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(task);
                }),
                new Echo());
        for (int i = 0; i < 3; i++) {
            assertThat(connect().getInputStream().read()).isEqualTo(-1);
        }

        echoes(connect());

        expect("cannot accept: unable to create native thread");
        expect("serving 4");
    }

    @Test
    void anInterruptEndsNothing() throws Exception {
        start(Workers.oneAfterTheOther(), new Echo());
        serving.interrupt();
        echoes(connect());
    }

    @Test
    void goesOnAfterAServiceThatFailsEvenWhileTelling() throws Exception {
        start(Workers.oneAfterTheOther(), new Echo() {
            @Override
            public void serve(Connection connection, int number) {
                if (number < 3) {
                    throw new OutOfMemoryError("no " + number);
                }
                super.serve(connection, number);
            }

            @Override
            public void failed(int number, Throwable error) {
                super.failed(number, error);
                throw new OutOfMemoryError("not even for telling");
            }
        });
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        echoes(connect());
        expect("failed 1: no 1");
        expect("failed 2: no 2");
    }

    @Test
    void givesAThreadOnlyToConnectionsWhosePeersSaySomething() throws Exception {
        server = new ConnectionServer(
                InetAddress.getLoopbackAddress(), 0, Workers.threadsOnceReadable(2, 4), Optional.of(LONG), new Echo() {
                    @Override
                    public void holds(Connection connection) {
                        told.add("holding");
                    }
                });
        serving = new Thread(server::serve, "serving");
        serving.start();
        Socket silent = connect();
        expect("holding");
        for (int number = 2; number <= 3; number++) {
            Socket speaking = connect();
            expect("holding");
            echoes(speaking);
            expect("serving " + number);
        }

        Socket third = connect();
        expect("holding");
        third.getOutputStream().write(1);
        assertThat(isOver(third)).isTrue();
        expect("refused 4: there is no thread for it");
        Socket leaving = connect();
        expect("holding");
        leaving.close();
        expect("refused 5: there is no thread for it");
        assertThat(server.open()).isEqualTo(3);

        // What is only held is ended at once; what is served has time.
        Thread stopping = new Thread(() -> server.stop(LONG));
        stopping.start();
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        expect("refused 1: the server was stopped");
        echoes(peers.get(1));
        peers.get(1).close();
        peers.get(2).close();
        stopping.join(600_000);
        assertThat(stopping.isAlive()).isFalse();
    }

    @Test
    void whoIsWaitedForLongestMakesPlaceForTheNextOne() throws Exception {
        start(Workers.threads(3), new Echo());
        Socket speaking = connect();
        echoes(speaking);
        expect("serving 1");
        List<Socket> silent = new ArrayList<>();
        for (int number = 2; number <= 40; number++) {
            silent.add(connect());
            if (number > 3) {
                assertThat(silent.get(number - 4).getInputStream().read()).isEqualTo(-1);
            }
        }
        echoes(connect());
        echoes(speaking);
        stop();
        assertThat(told)
                .contains(
                        "end of 2: another one needed its place: of 3 connections it had been waited for longest",
                        "end of 39: another one needed its place: of 3 connections it had been waited for longest")
                .noneMatch(line -> line.startsWith("refused"));
    }

    @Test
    void whoIsHeldLongestMakesPlaceForTheNextOne() throws Exception {
        server = new ConnectionServer(
                InetAddress.getLoopbackAddress(), 0, Workers.threadsOnceReadable(2, 3), Optional.of(LONG), new Echo());
        serving = new Thread(server::serve, "serving");
        serving.start();
        Socket speaking = connect();
        echoes(speaking);
        Socket longest = connect();
        connect();
        echoes(connect());
        assertThat(longest.getInputStream().read()).isEqualTo(-1);
        echoes(speaking);
        stop();
        assertThat(told)
                .contains("end of 2: another one needed its place: of 3 connections it had been waited for longest");
    }

    @Test
    void whoKeepsAThreadWaitingForLongestMakesPlaceForTheNextOne() throws Exception {
        server = new ConnectionServer(
                InetAddress.getLoopbackAddress(),
                0,
                Workers.threadsOnceReadable(2, 100),
                Optional.of(LONG),
                new Echo() {
                    @Override
                    public void serve(Connection connection, int number) {
                        try {
                            // Something has come, and nothing whole.
                            connection.in().read();
                            super.serve(connection, number);
                        } catch (IOException e) {
                            told.add(number + ": " + connection.ended().orElse("lost"));
                        }
                    }
                });
        serving = new Thread(server::serve, "serving");
        serving.start();
        List<Socket> slow = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            Socket socket = connect();
            socket.getOutputStream().write(1);
            slow.add(socket);
            List<String> expected = new ArrayList<>(List.of("serving " + number));
            if (number > 2) {
                assertThat(slow.get(number - 3).getInputStream().read()).isEqualTo(-1);
                expected.add("end of " + (number - 2)
                        + ": another one needed its place: of 2 connections it had been waited for longest");
            }
            while (!expected.isEmpty()) {
                String line = told.poll(600, TimeUnit.SECONDS);
                assertThat(expected.remove(line)).as(line).isTrue();
            }
        }
        Socket honest = connect();
        honest.getOutputStream().write(1);
        echoes(honest);
    }

    @Test
    void endsASessionThatTakesTooLong() throws Exception {
        start(new FailingListener(), Workers.threads(2), Optional.of(Duration.ofMillis(300)), new Echo());

        assertThat(connect().getInputStream().read()).isEqualTo(-1);

        expect("serving 1");
        expect("end of 1: it took longer than 300 ms");
    }

    @Test
    void stopsWithTimeForWhatIsBeingServedAndNoneForWhatIsIdle() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        start(Workers.threads(3), new Echo() {
            @Override
            public void serve(Connection connection, int number) {
                if (number == 1) {
                    connection.idle(true);
                    super.serve(connection, number);
                    mayEnd.countDown();
                } else {
                    super.serve(connection, number);
                }
            }
        });
        Socket idle = connect();
        echoes(idle);
        expect("serving 1");
        Socket busy = connect();
        echoes(busy);
        expect("serving 2");
        Thread stopping = new Thread(() -> server.stop(LONG));
        stopping.start();

        mayEnd.await();
        expect("end of 1: the server was stopped");
        // The system may let some in as long as the accepting thread has not noticed.
        while (accepts()) {
            Thread.sleep(10);
        }
        echoes(busy);
        assertThat(stopping.isAlive()).isTrue();
        busy.close();
        expect("end of 2");
        stopping.join(600_000);
        assertThat(stopping.isAlive()).isFalse();
    }

    @Test
    void endsWhatIsServedForLongerThanItHasTimeWhenStopping() throws Exception {
        start(Workers.oneAfterTheOther(), new Echo());
        Socket busy = connect();
        echoes(busy);

        server.stop(Duration.ofMillis(100));

        expect("serving 1");
        expect("end of 1: the server was stopped");
        assertThat(busy.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void holdsALimitedNumberOfMessageBytes() throws Exception {
        int half = 1 << 19;
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        start(Workers.threads(1000), new Echo() {
            @Override
            public void serve(Connection connection, int number) {
                try (FrameChannel channel = FrameChannel.over(connection, LONG)) {
                    received.add(channel.receive("MSG0").body().size());
                    channel.receive("MSG1");
                } catch (WireException e) {
                    told.add(e.kind() + " " + e.getMessage());
                } catch (IOException e) {
                    told.add(e.getMessage());
                }
            }
        });
        byte[] large = FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.zeros(half)));
        long fitting = server.budget().limit() / (FrameChannel.HEADER_SIZE + half - (16 << 10));
        List<Socket> holders = new ArrayList<>();
        for (int i = 0; i < fitting; i++) {
            Socket peer = connect();
            // All but the last byte: the message is held as long as its sender wants.
            peer.getOutputStream().write(large, 0, large.length - 1);
            holders.add(peer);
        }
        while (server.budget().held() < fitting * (FrameChannel.HEADER_SIZE + half - 1 - (16 << 10))) {
            Thread.sleep(10);
        }

        // One more is refused; a small one, as attestations begin with, always fits.
        try {
            connect().getOutputStream().write(large);
        } catch (SocketException e) {
            // It may be refused before all of it is written.
        }
        String refusal = told.poll(600, TimeUnit.SECONDS);
        assertThat(refusal)
                .isEqualTo("TOO_LONG MSG0 is refused: the messages of all connections are longer than "
                        + server.budget().limit() + " bytes already");
        Socket small = connect();
        small.getOutputStream().write(FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.zeros(16_000))));
        assertThat(received.poll(600, TimeUnit.SECONDS)).isEqualTo(16_000);

        // What has been dealt with no longer counts, whether it ends well or not.
        for (Socket holder : holders) {
            holder.close();
        }
        while (server.budget().held() > 0) {
            Thread.sleep(10);
        }
        connect().getOutputStream().write(large);
        while (!Integer.valueOf(half).equals(received.poll(600, TimeUnit.SECONDS))) {
            assertThat(received).isNotNull();
        }
    }
}
