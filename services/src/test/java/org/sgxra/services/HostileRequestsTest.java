package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.services.state.Subscription;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.testdata.hostile.Mutation;

/**
 * Clients that change their requests, leave in the middle, or speak something else: each is answered by an HTTP status that blames
 * it, or not at all; after every {@link #BATCH} of them a good one is answered.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class HostileRequestsTest {
    private static final int BATCH = 25;
    private static final int READ_MILLIS = 600_000;

    @TempDir
    private Path directory;

    private final Random random = new Random(31);
    private HostileRun run;
    private RunningEmulator emulator;
    private SSLContext tls;
    private String gid;
    private int given;
    /** The start of the last one. */
    private String answer = "";

    /** What a peer does; what it is told then is read to its end. */
    private interface Conduct {
        void on(Socket socket) throws IOException;
    }

    @Test
    void aFewOfEach() throws Exception {
        attack("services (a few)", 4);
    }

    @Test
    @Tag("long")
    void manyOfEach() throws Exception {
        attack("services", 400);
    }

    private void attack(String name, int many) throws Exception {
        run = new HostileRun(name);
        emulator = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        try (RunningEmulator closed = emulator) {
            tls = closed.trust();
            gid = closed.emulator.state().groups().all().get(0).gid().toString();
            for (int i = 0; i < 3; i++) {
                good();
            }
            run.settled(4);
            beforeTls();
            for (Map.Entry<String, byte[]> request : requests().entrySet()) {
                leaving(request.getKey(), request.getValue());
                mutated(request.getKey(), request.getValue(), many);
            }
            lies();
            run.finish();
        }
        assertThat(emulator.lines).noneMatch(line -> line.contains("internal error"));
    }

    private void good() throws Exception {
        assertThat(emulator.get("/sgx/dev/attestation/v4/sigrl/" + gid, Subscription.UNLINKABLE_DEMO.primaryKey())
                        .statusCode())
                .isEqualTo(200);
    }

    private static Map<String, byte[]> requests() {
        String host = " HTTP/1.1\r\nHost: localhost\r\n";
        String key = "Ocp-Apim-Subscription-Key: " + Subscription.UNLINKABLE_DEMO.primaryKey() + "\r\n";
        String report = "{\"isvEnclaveQuote\":\"" + "AgAAAA".repeat(100) + "\",\"nonce\":\"1\"}";
        Map<String, byte[]> requests = new LinkedHashMap<>();
        requests.put("request for a SigRL", ascii("GET /sgx/dev/attestation/v4/sigrl/00000000" + host + key + "\r\n"));
        requests.put(
                "report request",
                ascii("POST /sgx/dev/attestation/v4/report" + host + key + "Content-Type: application/json\r\n"
                        + "Content-Length: " + report.length() + "\r\n\r\n" + report));
        requests.put("request for TCB info", ascii("GET /sgx/certification/v4/tcb?fmspc=00534F465400" + host + "\r\n"));
        requests.put(
                "request to join a group",
                ascii("POST /sgx/provisioning/v1/join" + host + "Content-Length: 300\r\n\r\n" + "\u0001".repeat(300)));
        return requests;
    }

    private void beforeTls() throws Exception {
        raw("close at once", socket -> {});
        raw("reset at once", socket -> socket.setSoLinger(true, 0));
        for (String junk :
                new String[] {"GET / HTTP/1.1\r\n\r\n", "\u0000".repeat(100), "SSH-2.0-x\r\n", "\u0016\u0003\u0001"}) {
            raw("junk instead of TLS", socket -> write(socket, ascii(junk)));
        }
        secured("close after the handshake", socket -> {});
        secured("reset after the handshake", socket -> socket.setSoLinger(true, 0));
    }

    private void leaving(String name, byte[] request) throws Exception {
        byte[] half = Arrays.copyOf(request, request.length / 2);
        secured("half of a " + name + ", then close", socket -> write(socket, half));
        secured("half of a " + name + ", then reset", socket -> {
            write(socket, half);
            socket.setSoLinger(true, 0);
        });
        secured(name + ", then reset", socket -> {
            write(socket, request);
            socket.setSoLinger(true, 0);
        });
        secured(name + " in single bytes", socket -> {
            for (byte b : Arrays.copyOf(request, Math.min(200, request.length))) {
                write(socket, new byte[] {b});
            }
        });
        secured(name + " ten times at once", socket -> {
            for (int i = 0; i < 10; i++) {
                write(socket, request);
            }
        });
    }

    private void mutated(String name, byte[] request, int many) throws Exception {
        Stream<Mutation> mutations = Stream.of(
                        Mutation.bits(name, 0, request.length, many, random),
                        Mutation.truncations(name, request.length, many / 2, random))
                .flatMap(all -> all);
        for (Mutation mutation : (Iterable<Mutation>) mutations::iterator) {
            UnaryOperator<byte[]> change = mutation.change();
            secured(mutation.kind(), socket -> write(socket, change.apply(request)));
        }
    }

    /** Requests that contradict themselves, or are larger than any should be. */
    private void lies() throws Exception {
        String start = "POST /sgx/dev/attestation/v4/report HTTP/1.1\r\nHost: localhost\r\n";
        String many = Stream.generate(() -> "X: y\r\n").limit(5000).collect(Collectors.joining());
        Map<String, String> lies = new LinkedHashMap<>();
        lies.put("a negative length", start + "Content-Length: -1\r\n\r\nx");
        lies.put("a length that is no number", start + "Content-Length: 0x10\r\n\r\n" + "x".repeat(16));
        lies.put("a length of 2^63", start + "Content-Length: 9223372036854775808\r\n\r\nx");
        lies.put("two lengths", start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy");
        lies.put("a length and chunks", start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        lies.put("a chunk of no length", start + "Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n");
        lies.put("a chunk longer than it says", start + "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n");
        lies.put("a chunk of 2^31", start + "Transfer-Encoding: chunked\r\n\r\n80000000\r\nx");
        lies.put("an unknown coding", start + "Transfer-Encoding: gzip, rot13\r\n\r\nx");
        lies.put("a body that is too long", start + "Content-Length: 100000000\r\n\r\nx");
        lies.put("5,000 headers", start + many + "\r\n");
        lies.put("5,000 headers of a good request", "GET / HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n");
        lies.put("a header of 1 MiB", start + "X: " + "y".repeat(1 << 20) + "\r\n\r\n");
        lies.put("a path of 1 MiB", "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\n\r\n");
        lies.put("a folded header", "GET /none HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n");
        lies.put("a header without a colon", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n");
        lies.put("NUL in a header", "GET / HTTP/1.1\r\nHost: local\u0000host\r\n\r\n");
        lies.put("NUL in the path", "GET /a\u0000b HTTP/1.1\r\nHost: localhost\r\n\r\n");
        lies.put("escape characters in the path", "GET /\u001b[2J\u0007 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        lies.put("a path that climbs", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n");
        lies.put("a path with half an escape", "GET /%2 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        lies.put("another version", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n");
        lies.put("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        lies.put("no version", "GET /\r\n\r\n");
        lies.put("an unknown method", "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        lies.put("CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
        lies.put("deep JSON", body(start, "[".repeat(50_000)));
        lies.put("a member twice", body(start, "{\"isvEnclaveQuote\":\"AA==\",\"isvEnclaveQuote\":\"AB==\"}"));
        lies.put("JSON that is no text", body(start, "\u00ff\u00fe{}"));
        for (Map.Entry<String, String> lie : lies.entrySet()) {
            answer = "";
            secured(lie.getKey(), socket -> write(socket, ascii(lie.getValue())));
            // Cut off, or blamed.
            assertThat(answer).as(lie.getKey()).matches("|HTTP/1\\.1 (4[0-9]{2}|501|505)");
        }
    }

    private static String body(String start, String json) {
        return start + "Ocp-Apim-Subscription-Key: " + Subscription.UNLINKABLE_DEMO.primaryKey()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private void raw(String kind, Conduct conduct) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
            play(kind, socket, conduct);
        }
        counted(kind);
    }

    private void secured(String kind, Conduct conduct) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), emulator.port())) {
            socket.setSoTimeout(READ_MILLIS);
            socket.startHandshake();
            play(kind, socket, conduct);
        }
        counted(kind);
    }

    private void play(String kind, Socket socket, Conduct conduct) throws IOException {
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        try {
            conduct.on(socket);
            if (socket.getSoLinger() != 0) {
                socket.shutdownOutput();
                answered(kind, socket.getInputStream());
            }
        } catch (SocketException | SSLException e) {
            // Cut off, which is as good as an answer.
            return;
        }
    }

    /** Whatever is answered is HTTP, and its status says that the request is to blame, or that all is well. */
    private void answered(String kind, InputStream in) throws IOException {
        answer = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        in.readAllBytes();
        if (answer.matches("(?s)HTTP/1\\.[01] 5(?!01|05).*")) {
            run.crash(kind + ": " + answer);
        }
    }

    private void counted(String kind) {
        run.input(kind);
        if (++given % BATCH == 0) {
            run.serves(kind, this::good);
        }
    }
}
