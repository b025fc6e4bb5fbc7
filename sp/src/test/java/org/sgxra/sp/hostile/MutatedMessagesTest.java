package org.sgxra.sp.hostile;

import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.testdata.hostile.Mutation;

/**
 * Clients that change the messages of good sessions, of EPID and of DCAP platforms. Each connection is closed without an answer,
 * with one line in the log; after every {@link #BATCH} of them, which cost less than a good attestation, a good one of each kind
 * is made on the same server.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class MutatedMessagesTest {
    private static final int BATCH = 50;
    private static final int MSG1_SIZE = 72;
    private static final int QUOTE_OFFSET = 16 + 64 + 256;
    /** Offset in a DCAP quote, at least. */
    private static final int CERTIFICATION_DATA = 1046;

    private static final Duration LONG = Duration.ofSeconds(100);

    private final Random random = new Random(10);
    private int given;

    @Test
    void aFewOfEach() throws Exception {
        try (HexServer server = new HexServer("sp, changed messages (a few)", 2, LONG)) {
            for (boolean dcap : new boolean[] {false, true}) {
                first(
                        server,
                        dcap,
                        Stream.concat(
                                Mutation.bits("msg1", 0, MSG1_SIZE, 60, random),
                                Mutation.truncations("msg1", MSG1_SIZE, 10, random)));
                byte[] quote = quote(server, dcap);
                third(
                        server,
                        dcap,
                        quote,
                        Stream.concat(
                                Mutation.bits("msg3", 0, QUOTE_OFFSET + quote.length, 150, random),
                                Mutation.truncations("msg3", QUOTE_OFFSET + quote.length, 20, random)));
                quotes(server, dcap, quote, quoteMutations(quote, 60, random));
            }
            server.finish();
        }
    }

    @Test
    @Tag("long")
    void allOfThem() throws Exception {
        try (HexServer server = new HexServer("sp, changed messages", 2, LONG)) {
            for (boolean dcap : new boolean[] {false, true}) {
                first(
                        server,
                        dcap,
                        Stream.concat(Mutation.bits("msg1", 0, MSG1_SIZE), Mutation.truncations("msg1", MSG1_SIZE)));
                byte[] quote = quote(server, dcap);
                int size = QUOTE_OFFSET + quote.length;
                third(
                        server,
                        dcap,
                        quote,
                        Stream.of(
                                        Mutation.bits("msg3", 0, QUOTE_OFFSET),
                                        Mutation.bits("msg3", QUOTE_OFFSET, size, 36_000, random),
                                        Mutation.truncations("msg3", size))
                                .flatMap(mutations -> mutations));
                quotes(server, dcap, quote, quoteMutations(quote, 6000, random));
            }
            server.finish();
        }
    }

    private static Stream<Mutation> quoteMutations(byte[] quote, int bits, Random random) {
        return Stream.of(
                        Mutation.bits("quote under a good MAC", 0, quote.length, bits, random),
                        Mutation.truncations("quote under a good MAC", quote.length, bits / 6, random),
                        Mutation.wrongLengths("quote whose signature length lies", 432, quote.length - 436),
                        Stream.of(
                                Mutation.appending("quote under a good MAC", 1),
                                Mutation.appending("quote under a good MAC", 70_000)))
                .flatMap(mutations -> mutations);
    }

    private static byte[] quote(HexServer server, boolean dcap) throws Exception {
        try (Socket socket = server.connect()) {
            TestClient client = server.client(dcap);
            server.greet(socket, client);
            byte[] quote = client.msg3().quote().toArray();
            socket.shutdownOutput();
            server.failure("a client that goes away instead of sending msg3");
            return quote;
        }
    }

    private void after(HexServer server, Mutation mutation) {
        server.run.input(mutation.kind());
        if (++given % BATCH == 0) {
            server.servesOthers(mutation.name());
        }
    }

    private void first(HexServer server, boolean dcap, Stream<Mutation> mutations) throws Exception {
        TestClient client = server.client(dcap);
        byte[] good = client.msg0Msg1().encode();
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            try (Socket socket = server.connect()) {
                socket.getOutputStream().write(HexServer.line(mutation.change().apply(good)));
                if (HexServer.read(socket) != null) {
                    // A group that is another one is as good as any: the quote has to be of it.
                    socket.getOutputStream().write(HexServer.line(new byte[QUOTE_OFFSET + 436]));
                    require(HexServer.read(socket) == null, mutation);
                }
                server.failure(mutation.name());
            }
            after(server, mutation);
        }
    }

    private void third(HexServer server, boolean dcap, byte[] quote, Stream<Mutation> mutations) throws Exception {
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            TestClient client = server.client(dcap);
            try (Socket socket = server.connect()) {
                server.greet(socket, client);
                byte[] msg3 = client.withMac(client.msg0Msg1().ga(), ByteString.of(quote))
                        .encode();
                socket.getOutputStream().write(HexServer.line(mutation.change().apply(msg3)));
                require(HexServer.read(socket) == null, mutation);
                server.failure(mutation.name());
            }
            after(server, mutation);
        }
    }

    /** The MAC is right: the quote is what is judged. */
    private void quotes(HexServer server, boolean dcap, byte[] quote, Stream<Mutation> mutations) throws Exception {
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            TestClient client = server.client(dcap);
            client.quote = mutation.change();
            try (Socket socket = server.connect()) {
                server.greet(socket, client);
                socket.getOutputStream().write(HexServer.line(client.msg3().encode()));
                byte[] msg4 = HexServer.read(socket);
                if (msg4 == null) {
                    server.failure(mutation.name());
                } else if (dcap && Msg4.parse(msg4).status() == TrustStatus.TRUSTED) {
                    require(isOtherWhiteSpace(quote, mutation.change().apply(quote)), mutation);
                }
            }
            after(server, mutation);
        }
    }

    /** Certificates in PEM may be set out in any way: only that is not signed. */
    private static boolean isOtherWhiteSpace(byte[] quote, byte[] changed) {
        int at = Arrays.mismatch(quote, changed);
        return quote.length == changed.length
                && at > CERTIFICATION_DATA
                && Character.isWhitespace(quote[at])
                && Character.isWhitespace(changed[at]);
    }

    private static void require(boolean condition, Mutation mutation) {
        if (!condition) {
            throw new AssertionError("taken: " + mutation);
        }
    }
}
