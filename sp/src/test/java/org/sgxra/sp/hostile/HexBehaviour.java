package org.sgxra.sp.hostile;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.sp.mock.TestClient;

/**
 * What a client does on a connection.
 *
 * @param kind what it is called
 * @param reason what the log says of it, in part; null if it is odd, but right, and the attestation succeeds
 */
record HexBehaviour(String kind, String reason, Conduct conduct) {
    /** What is done, with a client whose messages are right. */
    interface Conduct {
        void on(Socket socket, TestClient client, HexServer server) throws Exception;
    }

    private static final String FIRST = "msg0||msg1";
    private static final int MSG1_SIZE = 72;

    /** Those whose outcome does not wait for a time limit. */
    static List<HexBehaviour> immediate() {
        List<HexBehaviour> all = new ArrayList<>();
        goneAway(all);
        odd(all);
        badLines(all);
        wrongOrder(all);
        badKeys(all);
        otherProtocols(all);
        return all;
    }

    private static void goneAway(List<HexBehaviour> all) {
        all.add(new HexBehaviour("close at once", "connection closed before " + FIRST, (socket, client, server) -> {}));
        all.add(new HexBehaviour(
                "reset at once", "connection", (socket, client, server) -> socket.setSoLinger(true, 0)));
        all.add(new HexBehaviour(
                "half of msg1, close",
                "in the middle of " + FIRST,
                (socket, client, server) -> write(socket, half(msg1(client)))));
        all.add(new HexBehaviour("half of msg1, reset", "connection", (socket, client, server) -> {
            write(socket, half(msg1(client)));
            socket.setSoLinger(true, 0);
        }));
        all.add(new HexBehaviour("msg1, reset", "connection", (socket, client, server) -> {
            write(socket, msg1(client));
            socket.setSoLinger(true, 0);
        }));
        all.add(new HexBehaviour(
                "close instead of msg3",
                "connection closed before msg3",
                (socket, client, server) -> server.greet(socket, client)));
        all.add(new HexBehaviour("reset instead of msg3", "connection", (socket, client, server) -> {
            server.greet(socket, client);
            socket.setSoLinger(true, 0);
        }));
        all.add(new HexBehaviour("half of msg3, close", "in the middle of msg3", (socket, client, server) -> {
            server.greet(socket, client);
            write(socket, half(HexServer.line(client.msg3().encode())));
        }));
        all.add(new HexBehaviour("half of msg3, reset", "connection", (socket, client, server) -> {
            server.greet(socket, client);
            write(socket, half(HexServer.line(client.msg3().encode())));
            socket.setSoLinger(true, 0);
        }));
    }

    private static void odd(List<HexBehaviour> all) {
        all.add(honest("lines ended by CR LF", line -> (line.strip() + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        all.add(honest("capital letters", line -> line.toUpperCase(java.util.Locale.ROOT)
                .getBytes(StandardCharsets.US_ASCII)));
        all.add(new HexBehaviour("single bytes", null, (socket, client, server) -> {
            for (byte next : msg1(client)) {
                socket.getOutputStream().write(next);
            }
            client.accept(org.sgxra.common.message.Msg2.parse(HexServer.read(socket)));
            for (byte next : HexServer.line(client.msg3().encode())) {
                socket.getOutputStream().write(next);
            }
            trusted(socket);
        }));
        all.add(new HexBehaviour("bytes after msg3", null, (socket, client, server) -> {
            server.greet(socket, client);
            write(socket, concat(HexServer.line(client.msg3().encode()), "more\n".getBytes(StandardCharsets.US_ASCII)));
            trusted(socket);
        }));
    }

    private static HexBehaviour honest(String kind, java.util.function.Function<String, byte[]> form) {
        return new HexBehaviour(kind, null, (socket, client, server) -> {
            write(socket, form.apply(new String(msg1(client), StandardCharsets.US_ASCII)));
            client.accept(org.sgxra.common.message.Msg2.parse(HexServer.read(socket)));
            write(socket, form.apply(new String(HexServer.line(client.msg3().encode()), StandardCharsets.US_ASCII)));
            trusted(socket);
        });
    }

    private static void badLines(List<HexBehaviour> all) {
        for (int value = 0; value < 256; value++) {
            int digit = value;
            if (Character.digit(value, 16) < 0 && value != '\n') {
                all.add(first(
                        digit == 0 ? "NUL in a line" : "no digit in a line",
                        "is not hexadecimal",
                        line -> replaced(line, digit % 143, (byte) digit)));
            }
        }
        all.add(first("odd number of digits", "is not hexadecimal", line -> concat(new byte[] {'0'}, line)));
        all.add(first("empty line", "an empty line came instead", line -> concat(new byte[] {'\n'}, line)));
        all.add(first("empty line", "an empty line came instead", line -> concat(new byte[] {'\r', '\n'}, line)));
        all.add(first("CR in a line", "is not hexadecimal", line -> replaced(line, 20, (byte) '\r')));
        all.add(first("line of white space", "is not hexadecimal", line -> {
            byte[] blanks = new byte[line.length];
            Arrays.fill(blanks, (byte) ' ');
            return replaced(blanks, line.length - 1, (byte) '\n');
        }));
        for (int length : new int[] {MSG1_SIZE + 1, 127, 128, 129, 1000, 70_000}) {
            all.add(first("msg1 too long", FIRST, line -> HexServer.line(new byte[length])));
        }
        all.add(endless(3 << 20));
    }

    /** A line without an end, of so many characters. */
    static HexBehaviour endless(int size) {
        return new HexBehaviour("line without an end", "is longer than", (socket, client, server) -> {
            byte[] block = new byte[1 << 16];
            Arrays.fill(block, (byte) 'a');
            for (int sent = 0; sent < size; sent += block.length) {
                socket.getOutputStream().write(block);
            }
        });
    }

    private static void wrongOrder(List<HexBehaviour> all) {
        all.add(new HexBehaviour("msg1 twice in a segment", "msg3", (socket, client, server) -> {
            write(socket, concat(msg1(client), msg1(client)));
            HexServer.read(socket);
            gone(socket);
        }));
        all.add(new HexBehaviour("msg3 first", FIRST, (socket, client, server) -> {
            write(socket, HexServer.line(new byte[1452]));
            gone(socket);
        }));
        all.add(new HexBehaviour("msg2 sent back", "msg3", (socket, client, server) -> {
            write(socket, msg1(client));
            write(socket, HexServer.line(HexServer.read(socket)));
            gone(socket);
        }));
        all.add(new HexBehaviour(
                "msg3 of another session", "msg3: the MAC does not match", (socket, client, server) -> {
                    server.greet(socket, client);
                    byte[] other = client.msg3().encode();
                    socket.close();
                    server.failure("a client that goes away instead of sending msg3");
                    try (Socket again = server.connect()) {
                        write(again, msg1(client));
                        HexServer.read(again);
                        write(again, HexServer.line(other));
                        gone(again);
                    }
                }));
        all.add(new HexBehaviour(
                "msg3 of another client", "msg3: g_a is not that of msg1", (socket, client, server) -> {
                    server.greet(socket, client);
                    byte[] other = client.msg3().encode();
                    socket.close();
                    server.failure("a client that goes away instead of sending msg3");
                    try (Socket again = server.connect()) {
                        server.greet(again, server.client(false));
                        write(again, HexServer.line(other));
                        gone(again);
                    }
                }));
    }

    private static void badKeys(List<HexBehaviour> all) {
        ByteString zero = ByteString.zeros(64);
        all.add(key("g_a of zeros, the point at infinity", ga -> zero));
        all.add(key("g_a off the curve", ga -> with(ga, 0, 1)));
        all.add(key("g_a off the curve", ga -> with(ga, 63, 0x40)));
        all.add(key("g_a without y", ga -> ByteString.concat(ga.slice(0, 32), ByteString.zeros(32))));
        all.add(key("g_a without x", ga -> ByteString.concat(ByteString.zeros(32), ga.slice(32, 64))));
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        all.add(key("g_a beyond the field", ga -> ByteString.of(ones)));
        all.add(key(
                "g_a beyond the field",
                ga -> ByteString.concat(ga.slice(0, 32), ByteString.of(ones).slice(0, 32))));
        all.add(key("g_a in the other byte order", HexBehaviour::turned));
    }

    private static HexBehaviour key(String kind, UnaryOperator<ByteString> change) {
        return new HexBehaviour(kind, "msg1: g_a is", (socket, client, server) -> {
            Msg0Msg1 good = client.msg0Msg1();
            write(socket, HexServer.line(new Msg0Msg1(0, change.apply(good.ga()), good.gid()).encode()));
            gone(socket);
        });
    }

    private static ByteString with(ByteString key, int at, int change) {
        byte[] bytes = key.toArray();
        bytes[at] ^= (byte) change;
        return ByteString.of(bytes);
    }

    private static ByteString turned(ByteString key) {
        byte[] bytes = key.toArray();
        byte[] turned = new byte[64];
        for (int i = 0; i < 32; i++) {
            turned[i] = bytes[31 - i];
            turned[32 + i] = bytes[63 - i];
        }
        return ByteString.of(turned);
    }

    private static void otherProtocols(List<HexBehaviour> all) {
        for (String greeting : List.of(
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "\u0016\u0003\u0001\u0001\n",
                "\u001b]0;title\u0007\u001b[2J\r\n",
                "{\"jsonrpc\":\"2.0\"}\n")) {
            all.add(first(
                    "another protocol", "is not hexadecimal", line -> greeting.getBytes(StandardCharsets.US_ASCII)));
        }
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] junk = new byte[1 + random.nextInt(1000)];
            random.nextBytes(junk);
            all.add(first("random bytes", FIRST, line -> concat(junk, new byte[] {'g', '\n'})));
        }
    }

    private static HexBehaviour first(String kind, String reason, UnaryOperator<byte[]> change) {
        return new HexBehaviour(kind, reason, (socket, client, server) -> {
            write(socket, change.apply(msg1(client)));
            gone(socket);
        });
    }

    private static byte[] msg1(TestClient client) {
        return HexServer.line(client.msg0Msg1().encode());
    }

    private static void write(Socket socket, byte[] bytes) throws Exception {
        socket.getOutputStream().write(bytes);
    }

    private static byte[] half(byte[] line) {
        return Arrays.copyOf(line, line.length / 2);
    }

    private static byte[] replaced(byte[] line, int at, byte with) {
        byte[] changed = line.clone();
        changed[at] = with;
        return changed;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void gone(Socket socket) throws Exception {
        if (HexServer.read(socket) != null) {
            throw new AssertionError("it is answered");
        }
    }

    private static void trusted(Socket socket) throws Exception {
        byte[] msg4 = HexServer.read(socket);
        if (msg4 == null || msg4[0] != 3) {
            throw new AssertionError("an honest client is not trusted");
        }
    }
}
