package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestApplication.Behaviour;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.HostileTls;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.testdata.hostile.Mutation;

/**
 * Applications that change their frames, or leave in the middle. Each run of isv-sp ends with 2 or 3 and one line that says why, and
 * never gives the secret away; after every {@link #BATCH} of them a good one is given it.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class MutatedApplicationTest extends IsvSpFixture {
    private static final int BATCH = 25;
    private static final int FRAME_HEADER = 20;
    private static final int REFUSED = 2;
    private static final int FAILED = 3;

    private final Random random = new Random(21);
    private final HostileRun run = new HostileRun("isv-sp");
    private final List<String> options = new ArrayList<>();
    private int given;
    /** The platform that makes DCAP quotes; null: the quotes are EPID's. */
    private FakeEvidence dcap;

    /** The frames that an Application sends, in their order. */
    private enum Step {
        MSG0,
        MSG1,
        MSG3,
        APP_ATT_OK
    }

    /** What takes the place of a frame. */
    private interface Reply {
        void write(Socket socket, byte[] frame) throws Exception;
    }

    /** What a peer does before there is any TLS. */
    private interface Conduct {
        void on(Socket socket) throws Exception;
    }

    @Test
    void aFewOfEach() throws Exception {
        attack(2, Step.MSG3);
    }

    @Test
    @Tag("long")
    void manyOfEach() throws Exception {
        attack(80, Step.values());
    }

    @Test
    @Tag("long")
    void manyOfEachWhereTheEvidenceIsOfDcap() throws Exception {
        dcap = new FakeEvidence(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Path collateral = Files.createDirectory(folder.resolve("collateral"));
        Files.write(
                collateral.resolve("tcbInfo.json"), dcap.collateral().tcbInfo().toArray());
        Files.write(
                collateral.resolve("qeIdentity.json"),
                dcap.collateral().qeIdentity().toArray());
        Files.write(
                collateral.resolve("tcbSignChain.pem"),
                dcap.collateral().tcbInfoChain().toArray());
        Files.write(
                collateral.resolve("rootCaCrl.der"), dcap.collateral().rootCrl().toArray());
        Files.write(collateral.resolve("pckCrl.der"), dcap.collateral().pckCrl().toArray());
        options.addAll(List.of(
                "--attestation=both",
                "--dcap-root=" + Files.write(folder.resolve("root.der"), dcap.root.sign()),
                "--collateral=" + collateral));
        attack(20, Step.values());
    }

    private void attack(int many, Step... steps) throws Exception {
        good();
        beforeTls(many);
        quotes(many);
        for (Step step : steps) {
            leaving(step);
            frames(step, many);
            if (steps.length > 1) {
                waiting(step);
            }
        }
        points();
        run.finish();
    }

    /** Silence, drip and requests for new keys without an end, which {@link HostileApplicationTest} has in short. */
    private void waiting(Step step) throws Exception {
        options.add("--timeout=4");
        fails(step, "silence instead of " + step, (socket, frame) -> socket.getInputStream()
                .readAllBytes());
        fails(step, "drip instead of " + step, (socket, frame) -> {
            for (byte next : frame) {
                socket.getOutputStream().write(next);
                Thread.sleep(500);
            }
        });
        fails(step, "new keys again and again instead of " + step, (socket, frame) -> {
            while (true) {
                ((SSLSocket) socket).startHandshake();
            }
        });
        if (step == Step.MSG0) {
            judge("handshakes again and again", "TLS 1.2: handshakes again and again", false, socket -> {
                ((SSLSocket) socket).setEnabledProtocols(new String[] {"TLSv1.2"});
                while (true) {
                    ((SSLSocket) socket).startHandshake();
                }
            });
        }
        options.remove("--timeout=4");
        run.serves("waiting for " + step, this::good);
    }

    private void good() throws Exception {
        stderr.reset();
        Behaviour honest = TestApplication.honest(enclave());
        try (TestApplication application = new TestApplication(TestServer.TLS, honest)) {
            assertThat(run("", args(application.address(), options.toArray(new String[0]))))
                    .as(seen())
                    .isZero();
            assertThat(application.secret()).isEqualTo(ByteString.of("s3cret".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private TestClient enclave() {
        TestClient enclave = new TestClient();
        enclave.dcap = dcap;
        return enclave;
    }

    /** Peers that do not speak TLS, and servers whose first flight is cut off or changed. */
    private void beforeTls(int many) throws Exception {
        withoutTls("close at once", socket -> {});
        withoutTls("reset at once", socket -> socket.setSoLinger(true, 0));
        for (String junk : List.of(
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "\u0000".repeat(100),
                "SSH-2.0-x\r\n",
                "2@5".repeat(50),
                "\u001b[2J\u0007",
                "\u0016\u0003\u0001")) {
            withoutTls("junk instead of TLS", socket -> socket.getOutputStream()
                    .write(junk.getBytes(StandardCharsets.ISO_8859_1)));
        }
        for (int i = 0; i < many; i++) {
            withoutTls("ServerHello truncated", socket -> {
                byte[] flight = flight(socket);
                socket.getOutputStream().write(flight, 0, random.nextInt(flight.length));
            });
            withoutTls("ServerHello with a bit changed", socket -> {
                byte[] flight = flight(socket);
                flight[random.nextInt(flight.length)] ^= (byte) (1 << random.nextInt(8));
                socket.getOutputStream().write(flight);
            });
        }
    }

    private static byte[] flight(Socket socket) throws IOException {
        return new HostileTls(TestServer.CA.tls(TestServer.TLS), socket, false).flight();
    }

    private void withoutTls(String kind, Conduct conduct) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(
                    () -> {
                        try (Socket socket = listener.accept()) {
                            conduct.on(socket);
                            if (socket.getSoLinger() != 0) {
                                socket.shutdownOutput();
                                socket.getInputStream().readAllBytes();
                            }
                        } catch (Exception e) {
                            // The other side has had enough.
                        }
                    },
                    "hostile");
            peer.start();
            stderr.reset();
            told(
                    kind,
                    kind,
                    false,
                    run("", args("localhost:" + listener.getLocalPort(), options.toArray(new String[0]))));
            peer.join();
        }
    }

    /** Quotes that were changed, under a MAC that is right. */
    private void quotes(int many) throws Exception {
        int size = dcap == null ? 1116 : dcap.quote().size();
        Stream<Mutation> mutations = Stream.of(
                        Mutation.bits("quote under a good MAC", 0, size, many, random),
                        Mutation.truncations("quote under a good MAC", size, many / 2, random),
                        Mutation.wrongLengths("quote whose signature length lies", 432, size - 436),
                        Stream.of(
                                Mutation.appending("quote under a good MAC", 1),
                                Mutation.appending("quote under a good MAC", 70_000)))
                .flatMap(all -> all);
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            TestClient enclave = enclave();
            enclave.quote = mutation.change();
            // What the attestation service says of an EPID quote is not the question here: it signs what it was sent.
            boolean harmless = dcap == null || mutation.kind().endsWith("a bit changed");
            judge(mutation.kind(), mutation.name(), harmless, TestApplication.honest(enclave));
        }
    }

    /** An Application that is honest up to a frame, in whose place it does something else. */
    private static Behaviour until(Step step, TestClient enclave, Reply reply) {
        return socket -> {
            FrameChannel channel = TestApplication.frames(socket);
            ProtobufReader.verification(channel.receive("VERIFICATION"));
            for (Step next : Step.values()) {
                Frame frame = next(next, channel, enclave);
                if (next == step) {
                    reply.write(socket, FrameChannel.encode(frame));
                    return null;
                }
                channel.send(frame);
            }
            throw new IllegalStateException("no such step");
        };
    }

    private static Frame next(Step step, FrameChannel channel, TestClient enclave) throws Exception {
        switch (step) {
            case MSG0 -> {
                return ProtobufWriter.msg0(new GroupMessage(0, null));
            }
            case MSG1 -> {
                channel.receive("MSG0");
                Msg0Msg1 first = enclave.msg0Msg1();
                return ProtobufWriter.msg1(first.ga(), first.gid());
            }
            case MSG3 -> {
                enclave.accept(ProtobufReader.msg2(channel.receive("MSG2")));
                return ProtobufWriter.msg3(enclave.msg3());
            }
            default -> {
                channel.receive("ATT_RESULT");
                return ProtobufWriter.appAttOk();
            }
        }
    }

    private void leaving(Step step) throws Exception {
        fails(step, "close instead of " + step, (socket, frame) -> {});
        fails(step, "reset instead of " + step, (socket, frame) -> socket.setSoLinger(true, 0));
        fails(
                step,
                "half of " + step + ", close",
                (socket, frame) -> send(socket, Arrays.copyOf(frame, frame.length / 2)));
        fails(step, "half of " + step + ", reset", (socket, frame) -> {
            send(socket, Arrays.copyOf(frame, frame.length / 2));
            socket.setSoLinger(true, 0);
        });
        fails(
                step,
                "control characters instead of " + step,
                (socket, frame) ->
                        send(socket, "\u001b[2J\u001b]0;x\u0007\r\n".repeat(9).getBytes(StandardCharsets.US_ASCII)));
        fails(
                step,
                "HTTP instead of " + step,
                (socket, frame) ->
                        send(socket, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        judge(
                step,
                step + " in single bytes, then close",
                step + " in single bytes",
                step == Step.APP_ATT_OK,
                (socket, frame) -> {
                    for (byte next : frame) {
                        socket.getOutputStream().write(next);
                        socket.getOutputStream().flush();
                    }
                });
        judge(step, step + " twice in a record", step + " twice", step == Step.APP_ATT_OK, (socket, frame) -> {
            byte[] both = Arrays.copyOf(frame, 2 * frame.length);
            System.arraycopy(frame, 0, both, frame.length, frame.length);
            send(socket, both);
        });
        fails(
                step,
                "another frame instead of " + step,
                (socket, frame) -> send(socket, FrameChannel.encode(ProtobufWriter.verification())));
    }

    private void frames(Step step, int many) throws Exception {
        int size = size(step);
        List<Mutation> truncations =
                new ArrayList<>(Mutation.truncations(step.name(), size).toList());
        Collections.shuffle(truncations, random);
        Stream<Mutation> mutations = Stream.of(
                        Mutation.bits(step.name(), 0, size, many, random),
                        truncations.stream().limit(many / 2),
                        Mutation.wrongHeaders(step.name()))
                .flatMap(all -> all);
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            boolean harmless = step == Step.APP_ATT_OK || mutation.kind().endsWith("a bit changed");
            judge(
                    step,
                    mutation.kind(),
                    mutation.name(),
                    harmless,
                    (socket, frame) -> send(socket, mutation.change().apply(frame)));
        }
    }

    /** Bytes of the shortest frame of this kind; offsets beyond what comes are counted from its start again. */
    private static int size(Step step) {
        return switch (step) {
            case MSG0 -> FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, null))).length;
            case MSG1 -> FRAME_HEADER + 64;
            case MSG3 -> FRAME_HEADER + 16 + 64 + 256 + 64 + 1116;
            case APP_ATT_OK -> FrameChannel.encode(ProtobufWriter.appAttOk()).length;
        };
    }

    /** Keys off the curve, and those of another session. */
    private void points() throws Exception {
        for (byte[] ga : List.of(
                new byte[64], filled(64), new TestClient().msg0Msg1().ga().toArray())) {
            UnaryOperator<byte[]> other =
                    frame -> FrameChannel.encode(ProtobufWriter.msg1(ByteString.of(ga), new EpidGroupId(0x0b0f)));
            // Whose key it is the session learns from MSG3 only, which does not come.
            fails(
                    Step.MSG1,
                    "g_a off the curve or of another session",
                    (socket, frame) -> send(socket, other.apply(frame)));
        }
        byte[][] recorded = new byte[1][];
        fails(Step.MSG3, "MSG3 that is kept back", (socket, frame) -> recorded[0] = frame);
        fails(Step.MSG3, "MSG3 of another session", (socket, frame) -> send(socket, recorded[0]));
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
    }

    private void fails(Step step, String kind, Reply reply) throws Exception {
        judge(step, kind, kind, false, reply);
    }

    private void judge(Step step, String kind, String name, boolean harmless, Reply reply) throws Exception {
        judge(kind, name, harmless, until(step, enclave(), (socket, frame) -> {
            reply.write(socket, frame);
            if (socket.isOutputShutdown() && socket.getSoLinger() != 0) {
                // Whoever closes with something unread resets the connection.
                socket.getInputStream().readAllBytes();
            }
        }));
    }

    private void judge(String kind, String name, boolean harmless, Behaviour application) throws Exception {
        stderr.reset();
        told(kind, name, harmless, attest(application, options.toArray(new String[0])));
    }

    private void told(String kind, String name, boolean harmless, int exit) throws Exception {
        if (exit != REFUSED && exit != FAILED && !(harmless && exit == 0)) {
            throw new AssertionError(name + ": exit code " + exit + "\n" + seen());
        }
        if (exit == FAILED) {
            assertThat(seen().lines().filter(line -> line.contains("Attestation failed: ")))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(seen()).as(name).doesNotContain("\u001b", "\u0000", "\u0007");
        seen().lines().forEach(run::read);
        run.input(kind);
        if (++given % BATCH == 0) {
            run.serves(name, this::good);
        }
    }
}
