package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.ServiceProviderDouble;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.testdata.HostileTls;
import org.sgxra.testdata.hostile.Mutation;

/**
 * Service providers that change their frames, and peers that speak no TLS or leave in the middle. Each connection has one line in the
 * log that says why it failed; after every {@link #BATCH} of them, which cost less than a good attestation, a good one is made on the
 * same server.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class HostileProviderTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final int BATCH = 25;

    @TempDir
    private Path folder;

    private final Random random = new Random(11);
    private AttackedApplication application;
    private int given;

    /** What a peer does; whatever the server says then is read to its end. */
    private interface Conduct {
        void on(Socket socket) throws Exception;
    }

    @Test
    void aFewOfEach() throws Exception {
        attack("isv-app (a few)", QuoteKind.EPID, 3, 40);
    }

    @Test
    @Tag("long")
    void allOfThem() throws Exception {
        attack("isv-app", QuoteKind.EPID, 200, 1500);
    }

    @Test
    @Tag("long")
    void allOfThemWhereTheEvidenceIsOfDcap() throws Exception {
        attack("isv-app, DCAP", QuoteKind.ECDSA, 20, 800);
    }

    /** Peers that connect and do something quick, from many threads at the same time. */
    @Test
    @Tag("long")
    void manyAtTheSameTime() throws Exception {
        application = new AttackedApplication("isv-app, many at the same time", folder, LONG);
        try (AttackedApplication closed = application) {
            assertThat(closed.port()).isPositive();
            ExecutorService threads = Executors.newFixedThreadPool(32);
            List<Callable<Void>> peers = new ArrayList<>();
            for (int i = 0; i < 6000; i++) {
                Random own = new Random(i);
                peers.add(() -> {
                    quick(own);
                    return null;
                });
            }
            for (Future<Void> peer : threads.invokeAll(peers)) {
                peer.get();
                application.run.input("quick peer among many");
            }
            threads.shutdown();
            application.run.serves("many at the same time", application::attest);
            application.run.finish();
        }
    }

    private void quick(Random own) throws Exception {
        try (Socket socket = new Socket("localhost", application.port())) {
            socket.setSoTimeout(600_000);
            switch (own.nextInt(5)) {
                case 0 -> socket.setSoLinger(true, 0);
                case 1 -> socket.getOutputStream().write(new byte[] {22, 3, 1});
                case 2 -> {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    AttackedApplication.rest(socket);
                }
                case 3 -> {
                    HostileTls peer = new HostileTls(application.tls, socket, true);
                    peer.handshake();
                    if (own.nextBoolean()) {
                        socket.setSoLinger(true, 0);
                    }
                }
                default -> {}
            }
        } catch (SocketException | java.io.EOFException | SSLException e) {
            // It was cut off, which is as good.
        }
    }

    private void attack(String name, QuoteKind kind, int few, int many) throws Exception {
        application = new AttackedApplication(name, folder, LONG, kind);
        try (AttackedApplication closed = application) {
            assertThat(closed.port()).isPositive();
            beforeTls(few);
            byte[] verification = FrameChannel.encode(ProtobufWriter.verification());
            byte[] msg0 = FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.OK)));
            frames("VERIFICATION", verification.length, many / 4, (sp, change) -> send(sp, change.apply(verification)));
            frames("MSG0", msg0.length, many / 4, (sp, change) -> {
                sp.verification();
                send(sp, change.apply(msg0));
            });
            byte[] example = FrameChannel.encode(ProtobufWriter.msg2(example()));
            frames("MSG2", example.length, many, (sp, change) -> {
                sp.verification();
                byte[] msg2 = ServiceProviderDouble.answer(sp.begin().encode(), new byte[0])
                        .msg2();
                send(sp, change.apply(FrameChannel.encode(ProtobufWriter.msg2(Msg2.parse(msg2)))));
            });
            frames("ATT_RESULT", 139, many / 4, (sp, change) -> {
                sp.upToMsg3();
                send(
                        sp,
                        change.apply(FrameChannel.encode(ProtobufWriter.result(
                                sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, ByteString.zeros(1))))));
            });
            application.run.finish();
        }
    }

    private static Msg2 example() throws Exception {
        return new Msg2(
                ByteString.zeros(64),
                ByteString.zeros(16),
                0,
                Msg2.KDF_ID,
                ByteString.zeros(64),
                ByteString.zeros(16),
                ByteString.EMPTY);
    }

    /** A service provider up to the frame that it changes. */
    private interface Provider {
        void play(TestServiceProvider sp, java.util.function.UnaryOperator<byte[]> change) throws Exception;
    }

    private void frames(String frame, int size, int count, Provider provider) throws Exception {
        Stream<Mutation> mutations = Stream.of(
                        8 * size <= count
                                ? Mutation.bits(frame, 0, size)
                                : Mutation.bits(frame, 0, size, count, random),
                        size <= count / 2
                                ? Mutation.truncations(frame, size)
                                : Mutation.truncations(frame, size, count / 4, random),
                        Mutation.wrongHeaders(frame))
                .flatMap(all -> all);
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            boolean acknowledged;
            try (TestServiceProvider sp = application.provider()) {
                provider.play(sp, mutation.change());
                sp.socket.shutdownOutput();
                acknowledged = frame.equals("ATT_RESULT") && isAcknowledged(sp);
                if (!acknowledged) {
                    AttackedApplication.rest(sp.socket);
                }
            } catch (SocketException | SSLException e) {
                acknowledged = false;
            }
            if (acknowledged) {
                // What stands in a frame's header behind its text means nothing.
                assertThat(mutation.name()).matches("ATT_RESULT, bit [0-7] of byte ([5-9]|1[0-9])");
            } else {
                application.failure(mutation.name());
            }
            after(mutation.kind());
        }
    }

    private static boolean isAcknowledged(TestServiceProvider sp) throws Exception {
        try {
            ProtobufReader.appAttOk(sp.channel.receive("RA_APP_ATT_OK"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void send(TestServiceProvider sp, byte[] bytes) throws IOException {
        sp.socket.getOutputStream().write(bytes);
        sp.socket.getOutputStream().flush();
    }

    private void beforeTls(int few) throws Exception {
        peer("close at once", socket -> {});
        peer("reset at once", socket -> socket.setSoLinger(true, 0));
        for (String junk : List.of("GET / HTTP/1.1\r\n\r\n", "\u0000".repeat(100), "SSH-2.0-x\r\n", "2@5".repeat(50))) {
            peer("junk instead of TLS", socket -> socket.getOutputStream()
                    .write(junk.getBytes(StandardCharsets.US_ASCII)));
        }
        byte[] hello = hello();
        for (int i = 0; i < few; i++) {
            byte[] noise = new byte[1 + random.nextInt(2000)];
            random.nextBytes(noise);
            peer("random bytes instead of TLS", socket -> socket.getOutputStream()
                    .write(noise));
            byte[] cut = Arrays.copyOf(hello, random.nextInt(hello.length));
            peer("ClientHello truncated", socket -> socket.getOutputStream().write(cut));
            byte[] changed = hello.clone();
            changed[random.nextInt(hello.length)] ^= (byte) (1 << random.nextInt(8));
            peer("ClientHello with a bit changed", socket -> socket.getOutputStream()
                    .write(changed));
            peer("ClientHello, then reset", socket -> {
                socket.getOutputStream().write(hello);
                socket.setSoLinger(true, 0);
            });
            peer("reset after the handshake", socket -> {
                new HostileTls(application.tls, socket, true).handshake();
                socket.setSoLinger(true, 0);
            });
            peer("close after the handshake without a word", socket -> new HostileTls(application.tls, socket, true)
                    .handshake());
            peer("a changed record", socket -> {
                HostileTls peer = new HostileTls(application.tls, socket, true);
                peer.handshake();
                byte[] record = peer.wrap(FrameChannel.encode(ProtobufWriter.verification()));
                record[5 + random.nextInt(record.length - 5)] ^= 1;
                peer.send(record);
            });
            peer("a record twice", socket -> {
                HostileTls peer = new HostileTls(application.tls, socket, true);
                peer.handshake();
                byte[] record = peer.wrap(FrameChannel.encode(ProtobufWriter.verification()));
                peer.send(record);
                peer.send(record);
            });
            renegotiate();
        }
    }

    /** TLS 1.2 lets a client ask for another handshake; in that form it is never needed here. */
    private void renegotiate() throws Exception {
        try (SSLSocket socket = application.secured()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            for (int i = 0; i < 5; i++) {
                socket.startHandshake();
            }
            socket.shutdownOutput();
            AttackedApplication.rest(socket);
        } catch (SocketException | SSLException e) {
            // It was refused.
        }
        application.failure("renegotiation");
        after("renegotiation");
    }

    private byte[] hello() throws Exception {
        byte[] flight;
        try (Socket socket = application.connect()) {
            flight = new HostileTls(application.tls, socket, true).flight();
        }
        application.failure("a connection without a word");
        return flight;
    }

    private void peer(String kind, Conduct conduct) throws Exception {
        try (Socket socket = application.connect()) {
            conduct.on(socket);
            if (socket.getSoLinger() != 0) {
                socket.shutdownOutput();
                AttackedApplication.rest(socket);
            }
        } catch (SocketException | java.io.EOFException | SSLException e) {
            // It was cut off, which is as good.
        }
        application.failure(kind);
        after(kind);
    }

    private void after(String kind) {
        application.run.input(kind);
        if (++given % BATCH == 0) {
            application.run.serves(kind, application::attest);
        }
    }
}
