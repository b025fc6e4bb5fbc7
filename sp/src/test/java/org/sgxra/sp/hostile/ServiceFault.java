package org.sgxra.sp.hostile;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sgxra.sp.hostile.FaultyService.Answering;
import org.sgxra.sp.hostile.FaultyService.Fault;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;

/**
 * Something that goes wrong with a service, whatever it is asked.
 *
 * @param kind what it is called
 * @param says what the message has of it, whichever agent asked: a regular expression
 * @param isTransient true if trying again may help
 * @param slow true if it takes all of the time that a request has
 */
record ServiceFault(String kind, String says, boolean isTransient, boolean slow, Fault fault) {
    private static final int BIG = 3 << 20;
    private static final String HANDSHAKE = "TLS with localhost:[0-9]+ failed: |cannot connect to localhost:";
    private static final String CLOSED =
            "closed before the end of the answer|Empty reply|transfer closed|[Cc]onnection.*reset";
    private static final String UNCONNECTED = "cannot connect to localhost:[0-9]+: no answer within 5 s";
    private static final String LATE = "no whole answer within 6 s";
    private static final String UNREADABLE =
            "the body is not base64|no SigRL: malformed|malformed TCB info: |body: no(t UTF-8| JSON)|signature: not one over";
    private static final String TOO_LONG = "the answer is longer than [0-9]+ bytes";
    private static final String LONG_HEAD = "headers are longer than [0-9]+ bytes|Header size too big";

    /** All of them. */
    static List<ServiceFault> all() {
        List<ServiceFault> all = new ArrayList<>();
        connections(all);
        tls(all);
        statuses(all);
        bodies(all);
        heads(all);
        return all;
    }

    private static void passing(List<ServiceFault> all, String kind, String says, Fault fault) {
        all.add(new ServiceFault(kind, says, true, false, fault));
    }

    private static void lasting(List<ServiceFault> all, String kind, String says, Fault fault) {
        all.add(new ServiceFault(kind, says, false, false, fault));
    }

    private static void slow(List<ServiceFault> all, String kind, String says, Fault fault) {
        all.add(new ServiceFault(kind, says, true, true, fault));
    }

    private static void connections(List<ServiceFault> all) {
        passing(all, "reset before TLS", HANDSHAKE, raw -> raw.setSoLinger(true, 0));
        passing(all, "close before TLS", HANDSHAKE, raw -> {});
        passing(all, "reset in the handshake", HANDSHAKE, raw -> {
            raw.getInputStream().readNBytes(50);
            raw.setSoLinger(true, 0);
        });
        passing(all, "close in the handshake", HANDSHAKE, raw -> {
            raw.getInputStream().readNBytes(50);
            raw.getInputStream().skipNBytes(raw.getInputStream().available());
        });
        passing(all, "reset after the request", CLOSED, Fault.answering((good, out, raw) -> raw.setSoLinger(true, 0)));
        passing(all, "close after the request", CLOSED, Fault.answering((good, out, raw) -> {}));
        passing(all, "close in the head", CLOSED, Fault.answering((good, out, raw) -> write(out, head(60))));
        passing(all, "reset in the head", CLOSED, Fault.answering((good, out, raw) -> {
            write(out, head(60));
            raw.setSoLinger(true, 0);
        }));
        passing(
                all,
                "close before the body",
                CLOSED,
                Fault.answering((good, out, raw) -> write(out, FaultyService.head(200, good.headers(), 1000))));
        passing(
                all,
                "close in the body",
                CLOSED,
                Fault.answering(
                        (good, out, raw) -> write(out, FaultyService.head(200, good.headers(), 1000) + "half")));
        passing(all, "reset in the body", CLOSED, Fault.answering((good, out, raw) -> {
            write(out, FaultyService.head(200, good.headers(), 1000) + "half");
            raw.setSoLinger(true, 0);
        }));
        passing(
                all,
                "close in a chunk",
                CLOSED,
                Fault.answering((good, out, raw) -> write(out, chunked(good) + "64\r\nhalf")));
        slow(all, "hang before TLS", UNCONNECTED, ServiceFault::hang);
        slow(all, "hang in the handshake", UNCONNECTED, raw -> {
            raw.getInputStream().readNBytes(50);
            hang(raw);
        });
        slow(all, "hang after the request", LATE, Fault.answering((good, out, raw) -> hang(raw)));
        slow(all, "hang in the head", LATE, Fault.answering((good, out, raw) -> {
            write(out, head(60));
            hang(raw);
        }));
        slow(all, "hang in the body", LATE, Fault.answering((good, out, raw) -> {
            write(out, FaultyService.head(200, good.headers(), 1000) + "half");
            hang(raw);
        }));
        slow(all, "drip", LATE, Fault.answering((good, out, raw) -> {
            for (char next : head(500).toCharArray()) {
                write(out, String.valueOf(next));
                Thread.sleep(300);
            }
        }));
    }

    private static void tls(List<ServiceFault> all) {
        TestCa stranger = new TestCa("Another CA");
        lasting(
                all,
                "TLS certificate expired",
                "NotAfter: |certificate has expired",
                with(TestServer.CA, TestServer.CA.tlsServer(Instant.parse("2021-01-01T00:00:00Z"), "localhost")));
        lasting(
                all,
                "TLS certificate of another host",
                "name matching localhost|subject name matches target host name 'localhost'",
                with(TestServer.CA, TestServer.CA.tlsServer("example.com")));
        lasting(
                all,
                "TLS certificate of another CA",
                "no CA of the CA bundle \\(-B\\) issued it|unable to get local issuer certificate",
                with(stranger, stranger.tlsServer("localhost")));
        lasting(all, "TLS too old", "TLS with .* failed: .*(?i:protocol.version)", raw -> {
            raw.getInputStream().readNBytes(50);
            raw.getOutputStream().write(new byte[] {0x15, 3, 1, 0, 2, 2, 70});
        });
        lasting(all, "no TLS", "TLS with .* failed: ", raw -> {
            raw.getInputStream().readNBytes(50);
            raw.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static Fault with(TestCa ca, TestCa.Identity identity) {
        return new Answering(ca.tls(identity), (good, out, raw) -> FaultyService.write(good, out));
    }

    private static void statuses(List<ServiceFault> all) {
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            passing(all, "status " + status, "HTTP status " + status, status(status));
        }
        passing(
                all,
                "status 429, Retry-After 1 s",
                "HTTP status 429 Too Many Requests; trying again in 1 s",
                status(429, List.of(Map.entry("Retry-After", "1"))));
        passing(
                all,
                "status 503, Retry-After at a date",
                "HTTP status 503 Service Unavailable; trying again in [0-9]+ ms",
                status(503, List.of(Map.entry("Retry-After", "Wed, 21 Oct 2037 07:28:00 GMT"))));
        lasting(
                all,
                "status 429, Retry-After 100000 s",
                "too many requests; try again later, after 100000 s",
                status(429, List.of(Map.entry("Retry-After", "100000"))));
        for (int status : new int[] {204, 400, 401, 403, 404, 405, 410, 418, 501, 505, 999}) {
            lasting(all, "status " + status, "HTTP status " + status + "( [A-Z].*)?: ", status(status));
        }
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            lasting(
                    all,
                    "redirect " + status,
                    "HTTP status " + status + " Redirect: redirects are not followed",
                    status(status, List.of(Map.entry("Location", "https://localhost/elsewhere"))));
        }
    }

    private static Fault status(int status) {
        return status(status, List.of());
    }

    private static Fault status(int status, List<Map.Entry<String, String>> headers) {
        return Fault.answering(
                (good, out, raw) -> write(out, FaultyService.head(status, headers, status == 204 ? -1 : 0)));
    }

    private static void bodies(List<ServiceFault> all) {
        lasting(all, "empty body", "the answer is empty|body: no JSON object", body(good -> new byte[0]));
        lasting(all, "garbage", UNREADABLE, body(good -> "<html>\u001b[2J</html>".getBytes(StandardCharsets.US_ASCII)));
        lasting(all, "binary garbage", UNREADABLE, body(good -> {
            byte[] noise = new byte[2000];
            new java.util.Random(3).nextBytes(noise);
            return noise;
        }));
        lasting(all, "deep JSON", UNREADABLE, body(good -> "[".repeat(50_000).getBytes(StandardCharsets.US_ASCII)));
        lasting(all, "body cut short with its length", UNREADABLE, body(good -> Arrays.copyOf(good, good.length / 2)));
        lasting(all, "body that says it is too long", TOO_LONG, Fault.answering((good, out, raw) -> {
            write(out, FaultyService.head(200, good.headers(), BIG));
            out.write(new byte[BIG]);
        }));
        lasting(all, "body that is too long", TOO_LONG, Fault.answering((good, out, raw) -> {
            write(out, chunked(good));
            for (int sent = 0; sent < BIG; sent += 1 << 16) {
                write(out, "10000\r\n");
                out.write(new byte[1 << 16]);
                write(out, "\r\n");
            }
        }));
    }

    private static Fault body(UnaryOperator<byte[]> change) {
        return Fault.answering((good, out, raw) -> {
            byte[] changed = change.apply(good.body());
            FaultyService.write(new HttpAnswer(200, good.headers(), changed), out);
        });
    }

    private static void heads(List<ServiceFault> all) {
        lasting(
                all,
                "no HTTP",
                "does not start with a status of HTTP|Invalid status line|HTTP/0.9",
                Fault.answering((good, out, raw) -> write(out, "hello\r\n\r\n")));
        lasting(all, "header of a megabyte", LONG_HEAD, headers(1, 1 << 20));
        lasting(all, "headers of 100 kilobytes", LONG_HEAD, headers(100, 1000));
        lasting(
                all,
                "NUL in the status line",
                "a control character in it|Invalid status line|Unsupported response code",
                Fault.answering((good, out, raw) -> write(out, "HTTP/1.1 20\u00000 OK\r\nContent-Length: 0\r\n\r\n")));
        lasting(
                all,
                "length that is no number",
                "Content-Length|For input string: .x.",
                Fault.answering((good, out, raw) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")));
        lasting(
                all,
                "chunk whose length is no number",
                "length of a chunk is no number|chunk size|chunked-encoding",
                Fault.answering((good, out, raw) -> write(out, chunked(good) + "xyz\r\n")));
    }

    private static Fault headers(int count, int size) {
        return Fault.answering((good, out, raw) -> {
            List<Map.Entry<String, String>> headers = new ArrayList<>(good.headers());
            headers.addAll(Collections.nCopies(count, Map.entry("X-Long", "x".repeat(size))));
            FaultyService.write(new HttpAnswer(200, headers, good.body()), out);
        });
    }

    private static String head(int length) {
        return "HTTP/1.1 200 OK\r\nX-Filler: " + "f".repeat(length);
    }

    private static String chunked(HttpAnswer good) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(good.headers());
        headers.add(Map.entry("Transfer-Encoding", "chunked"));
        return FaultyService.head(200, headers, -1);
    }

    private static void hang(Socket raw) throws Exception {
        raw.getInputStream().readAllBytes();
    }

    private static void write(OutputStream out, String text) throws Exception {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public String toString() {
        return kind;
    }
}
