package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
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
        oddLines();
        misplaced();
        if (most == Integer.MAX_VALUE) {
            waiting();
        }
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
            return option.contains("dcap")
                    ? ClientRun.of(new FakeEnclave(), folder, option, sp.address())
                    : ClientRun.of(
                            new FakeEnclave(),
                            folder,
                            Stream.of("-s", ClientRun.SPID, option, sp.address())
                                    .filter(argument -> !argument.isEmpty())
                                    .toArray(String[]::new));
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

    /** What takes the place of msg2 or msg4. */
    private interface Reply {
        void write(Socket socket, byte[] message) throws Exception;
    }

    private void lines() throws Exception {
        for (String name : new String[] {"msg2", "msg4"}) {
            line(name, "close instead of " + name, "the SP closed the connection before " + name, (socket, message) -> {
                socket.close();
            });
            line(name, "reset instead of " + name, name, (socket, message) -> {
                socket.setSoLinger(true, 0);
                socket.close();
            });
            line(name, "half of a line, close", "connection closed in the middle of " + name, (socket, message) -> {
                write(socket, half(message));
                socket.close();
            });
            line(name, "half of a line, reset", name, (socket, message) -> {
                write(socket, half(message));
                socket.setSoLinger(true, 0);
                socket.close();
            });
            line(name, "empty line", "an empty line came instead of " + name, (socket, message) -> text(socket, "\n"));
            line(
                    name,
                    "NUL in a line",
                    name + " is not hexadecimal",
                    (socket, message) -> text(socket, "00\u000000\n"));
            line(
                    name,
                    "odd number of digits",
                    name + " is not hexadecimal",
                    (socket, message) -> text(socket, "000\n"));
            line(
                    name,
                    "HTTP",
                    name + " is not hexadecimal",
                    (socket, message) -> text(socket, "HTTP/1.1 400 Bad Request\r\n"));
            line(
                    name,
                    "control characters",
                    name + " is not hexadecimal",
                    (socket, message) -> text(socket, "\u001b[2J\u001b]0;x\u0007\n"));
            line(name, "line without an end", name + " is longer than", (socket, message) -> {
                byte[] block = new byte[1 << 16];
                Arrays.fill(block, (byte) 'a');
                for (int i = 0; i < 200; i++) {
                    socket.getOutputStream().write(block);
                }
            });
        }
    }

    /** Lines that are odd, and right. */
    private void oddLines() throws Exception {
        for (String option : new String[] {"", "--attestation=dcap"}) {
            odd(option, "single bytes", (socket, line) -> {
                for (byte next : line) {
                    socket.getOutputStream().write(next);
                }
            });
            odd(option, "CR LF and capital letters", (socket, line) -> {
                String text =
                        new String(line, StandardCharsets.US_ASCII).strip().toUpperCase(Locale.ROOT);
                write(socket, (text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            });
        }
    }

    private void odd(String option, String kind, Reply reply) throws Exception {
        ClientRun result = attest(
                (socket, channel) -> {
                    byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
                    reply.write(socket, line(msg2));
                    channel.receive("msg3");
                    reply.write(socket, line(TRUSTED));
                },
                option);
        assertThat(result.exitCode()).as(kind).isZero();
        run.input(kind);
    }

    /** Messages that were good in another session, and keys that are none. */
    private void misplaced() throws Exception {
        byte[][] kept = new byte[1][];
        attest(
                (socket, channel) -> {
                    kept[0] = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
                    socket.close();
                },
                "");
        line("msg2", "msg2 of another session", "msg2 refused by the enclave", (socket, message) -> {
            write(socket, line(kept[0]));
        });
        line("msg2", "msg4 instead of msg2", "malformed msg2", (socket, message) -> write(socket, line(TRUSTED)));
        line("msg2", "msg2 twice in a segment", "malformed msg4", (socket, message) -> {
            byte[] once = line(message);
            byte[] twice = Arrays.copyOf(once, 2 * once.length);
            System.arraycopy(once, 0, twice, once.length, once.length);
            write(socket, twice);
            // Whoever closes with something unread resets the connection.
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        });
        for (int value : new int[] {0, 1, 0xff}) {
            line("msg2", "g_b off the curve", "msg2 refused by the enclave", (socket, message) -> {
                byte[] changed = message.clone();
                Arrays.fill(changed, 0, 64, (byte) value);
                write(socket, line(changed));
            });
        }
    }

    /** Silence and drip, at either message. */
    private void waiting() throws Exception {
        for (String name : new String[] {"msg2", "msg4"}) {
            String reason = "client: no " + name + " within 2 s (--timeout)";
            line(
                    name,
                    "silence instead of " + name,
                    reason,
                    (socket, message) -> socket.getInputStream().readAllBytes(),
                    "--timeout=2");
            line(
                    name,
                    "drip of " + name,
                    reason,
                    (socket, message) -> {
                        for (byte next : line(message)) {
                            socket.getOutputStream().write(next);
                            Thread.sleep(300);
                        }
                    },
                    "--timeout=2");
        }
    }

    private static byte[] line(byte[] message) {
        return (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] half(byte[] message) {
        return Arrays.copyOf(line(message), message.length);
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static void text(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
    }

    /** The client's end when something else comes than the message of that name, which was due. */
    private void line(String name, String kind, String reason, Reply reply, String... options) throws Exception {
        ClientRun result = attest(
                (socket, channel) -> {
                    byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
                    if (name.equals("msg4")) {
                        channel.send("msg2", msg2);
                        channel.receive("msg3");
                    }
                    try {
                        reply.write(socket, name.equals("msg4") ? TRUSTED : msg2);
                    } catch (SocketException e) {
                        // The client has had enough.
                    }
                },
                options.length == 0 ? "" : options[0]);
        assertThat(result.exitCode()).as(kind).isEqualTo(PROTOCOL);
        assertThat(result.stderr()).as(kind).contains(reason).doesNotContain("\u001b", "\u0000", "\u0007");
        run.input(kind);
        run.serves(kind, this::good);
    }
}
