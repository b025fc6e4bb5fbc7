package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.testdata.hostile.Mutation;

/**
 * Service providers that change what they send to the client. Each run ends with an exit code and words that say what was wrong, and
 * never with trust that was not given; after every {@link #BATCH} of them a good one is trusted.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileServerTest {
    private static final int BATCH = 50;
    private static final int MSG2_SIZE = 168;
    private static final int SIGRL_SIZE = 80 + 2 * 128;
    private static final byte[] TRUSTED = new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101)).encode();
    private static final int USAGE = 1;

    private static final int PROTOCOL = 3;

    @TempDir
    private Path folder;

    private final Random random = new Random(12);
    private final HostileRun run = new HostileRun("client");
    private int given;

    @Test
    void aFewOfEach() throws Exception {
        attack(40);
    }

    @Test
    @Tag("long")
    void allOfThem() throws Exception {
        attack(Integer.MAX_VALUE);
    }

    private void attack(int most) throws Exception {
        good();
        run.settled(0);
        for (String kind : new String[] {"", "--attestation=dcap"}) {
            second(
                    kind,
                    limited(
                            Stream.of(
                                            Mutation.bits("msg2", 0, MSG2_SIZE),
                                            Mutation.truncations("msg2", MSG2_SIZE),
                                            Mutation.wrongLengths("msg2 whose SigRL length lies", MSG2_SIZE - 4, 0),
                                            Stream.of(
                                                    Mutation.appending("msg2", 1), Mutation.appending("msg2", 100_000)))
                                    .flatMap(all -> all)
                                    .toList(),
                            most));
            fourth(
                    kind,
                    limited(
                            Stream.concat(
                                            Mutation.bits("msg4", 0, TRUSTED.length),
                                            Mutation.truncations("msg4", TRUSTED.length))
                                    .toList(),
                            most));
        }
        second(
                "",
                limited(
                        Mutation.bits("msg2 with a SigRL", MSG2_SIZE - 4, MSG2_SIZE + SIGRL_SIZE)
                                .toList(),
                        most));
        lines();
        run.finish();
    }

    private Iterable<Mutation> limited(java.util.List<Mutation> all, int most) {
        java.util.List<Mutation> some = new java.util.ArrayList<>(all);
        java.util.Collections.shuffle(some, random);
        return some.subList(0, Math.min(some.size(), most));
    }

    private ClientRun attest(ServiceProviderDouble.Script script, String option) throws Exception {
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            try {
                script.play(socket, channel);
            } catch (java.io.IOException e) {
                // The client has gone.
            }
        })) {
            return option.isEmpty()
                    ? ClientRun.of(new FakeEnclave(), folder, "-s", ClientRun.SPID, sp.address())
                    : ClientRun.of(new FakeEnclave(), folder, option, sp.address());
        }
    }

    private void good() throws Exception {
        assertThat(attest(ServiceProviderDouble.concluding(TRUSTED), "").exitCode())
                .isZero();
        assertThat(attest(ServiceProviderDouble.concluding(TRUSTED), "--attestation=dcap")
                        .exitCode())
                .isZero();
    }

    private void second(String option, Iterable<Mutation> mutations) throws Exception {
        for (Mutation mutation : mutations) {
            byte[] sigRl = mutation.kind().contains("with a SigRL") ? new byte[SIGRL_SIZE] : new byte[0];
            ClientRun result = attest(
                    (socket, channel) -> {
                        byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), sigRl);
                        channel.send("msg2", mutation.change().apply(msg2));
                        channel.receive("msg3");
                        channel.send("msg4", new Msg4(TrustStatus.NOT_TRUSTED, ByteString.zeros(101)).encode());
                    },
                    option);
            // Which kind of quote is asked for, and with which list of revocations, no MAC covers.
            judge(mutation, result, result.exitCode() != 0);
        }
    }

    private void fourth(String option, Iterable<Mutation> mutations) throws Exception {
        for (Mutation mutation : mutations) {
            byte[] msg4 = mutation.change().apply(TRUSTED);
            ClientRun result = attest(ServiceProviderDouble.concluding(msg4), option);
            boolean trust = msg4.length == TRUSTED.length && Arrays.equals(msg4, 0, 4, TRUSTED, 0, 4);
            judge(mutation, result, result.exitCode() != 0 || trust || (msg4.length >= 4 && msg4[0] == 2));
        }
    }

    private void judge(Mutation mutation, ClientRun result, boolean right) throws Exception {
        if (!right) {
            throw new AssertionError("trusted: " + mutation + "\n" + result.stderr());
        }
        assertThat(result.exitCode()).as(mutation.name()).isNotEqualTo(USAGE);
        assertThat(result.stderr()).as(mutation.name()).isNotBlank();
        result.stderr().lines().forEach(run::read);
        run.input(mutation.kind());
        if (++given % BATCH == 0) {
            run.serves(mutation.name(), this::good);
        }
    }

    /** What takes the place of msg2. */
    private interface Reply {
        void write(Socket socket, byte[] msg2) throws Exception;
    }

    private void lines() throws Exception {
        line("close instead of msg2", "the SP closed the connection before msg2", (socket, msg2) -> socket.close());
        line("reset instead of msg2", "msg2", (socket, msg2) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
        line("half of msg2, close", "connection closed in the middle of msg2", (socket, msg2) -> {
            socket.getOutputStream().write(Hex.encode(msg2).substring(0, 99).getBytes(StandardCharsets.US_ASCII));
            socket.close();
        });
        line("empty line", "an empty line came instead of msg2", (socket, msg2) -> text(socket, "\n"));
        line("NUL in a line", "msg2 is not hexadecimal", (socket, msg2) -> text(socket, "00\u000000\n"));
        line("odd number of digits", "msg2 is not hexadecimal", (socket, msg2) -> text(socket, "000\n"));
        line("HTTP", "msg2 is not hexadecimal", (socket, msg2) -> text(socket, "HTTP/1.1 400 Bad Request\r\n"));
        line(
                "control characters",
                "msg2 is not hexadecimal",
                (socket, msg2) -> text(socket, "\u001b[2J\u001b]0;x\u0007\n"));
        line("line without an end", "msg2 is longer than", (socket, msg2) -> {
            byte[] block = new byte[1 << 16];
            Arrays.fill(block, (byte) 'a');
            for (int i = 0; i < 200; i++) {
                socket.getOutputStream().write(block);
            }
        });
    }

    private static void text(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
    }

    private void line(String kind, String reason, Reply reply) throws Exception {
        ClientRun result = attest(
                (socket, channel) -> {
                    byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
                    try {
                        reply.write(socket, msg2);
                    } catch (SocketException e) {
                        // The client has had enough.
                    }
                },
                "");
        assertThat(result.exitCode()).as(kind).isEqualTo(PROTOCOL);
        assertThat(result.stderr()).as(kind).contains(reason).doesNotContain("\u001b", "\u0000", "\u0007");
        run.input(kind);
        run.serves(kind, this::good);
    }
}
