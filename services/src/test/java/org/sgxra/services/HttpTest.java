package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.services.state.Subscription;

/** The emulator as an HTTP server: statuses, headers as they stand on the wire, bad and slow clients. */
class HttpTest {
    private static final String REPORT = "/sgx/dev/attestation/v4/report";

    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static EpidQuote unlinkable;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        unlinkable = new TestEnclave(ias.platform(directory.resolve("platform"))).quote(Subscription.UNLINKABLE_DEMO);
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static void refused(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Request-ID"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{32}"));
    }

    @Test
    void answers401WithoutAKnownKey() throws Exception {
        refused(ias.get("/sgx/dev/attestation/v4/sigrl/00000ae0", "00000000000000000000000000000000"), 401);
        refused(
                ias.send(HttpRequest.newBuilder(ias.uri("/sgx/dev/attestation/v4/sigrl/00000ae0"))
                        .build()),
                401);
        refused(
                ias.send(HttpRequest.newBuilder(ias.uri(REPORT))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build()),
                401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sgx/dev/attestation/v4/sigrl/00000000",
                "/sgx/dev/attestation/v4/sigrl/zz",
                "/sgx/dev/attestation/v4/sigrl/",
                "/sgx/dev/attestation/v2/sigrl/00000ae0",
                "/sgx/dev/attestation/v6/report",
                "/index.html"
            })
    void answers404ForWhatItDoesNotKnow(String path) throws Exception {
        refused(ias.get(path, Subscription.UNLINKABLE_DEMO.primaryKey()), 404);
    }

    @Test
    void answers405ForAnotherMethod() throws Exception {
        refused(ias.get(REPORT, Subscription.UNLINKABLE_DEMO.primaryKey()), 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "\"x\"",
                "{\"isvEnclaveQuote\":1}",
                "{\"isvEnclaveQuote\":null}",
                "{\"isvEnclaveQuote\":\"!\"}",
                "{\"isvEnclaveQuote\":\"\"}",
                "{\"isvEnclaveQuote\":\"AAAA\"}",
                "{\"isvEnclaveQuote\":\"QUOTE\",\"nonce\":\"123456789012345678901234567890123\"}",
                "{\"isvEnclaveQuote\":\"QUOTE\",\"nonce\":7}",
                "{\"isvEnclaveQuote\":\"QUOTE\",\"pseManifest\":\"AAAA\"}",
                "{\"isvEnclaveQuote\":\"QUOTE\",\"isvEnclaveQuote\":\"QUOTE\"}",
                "{\"isvEnclaveQuote\":\"QUOTE\"} x"
            })
    void answers400ForMalformedEvidence(String body) throws Exception {
        String quote = Base64.getEncoder().encodeToString(unlinkable.encode());

        refused(ias.post(REPORT, Subscription.UNLINKABLE_DEMO, body.replace("QUOTE", quote)), 400);
    }

    @ParameterizedTest
    @CsvSource({"436, cut off after the head", "1115, one byte short", "0, nothing"})
    void answers400ForAQuoteThatIsCut(int size, String why) throws Exception {
        byte[] cut = java.util.Arrays.copyOf(unlinkable.encode(), size);

        HttpResponse<byte[]> response = ias.post(
                REPORT,
                Subscription.UNLINKABLE_DEMO,
                "{\"isvEnclaveQuote\":\"" + Base64.getEncoder().encodeToString(cut) + "\"}");

        assertThat(response.statusCode()).as(why).isEqualTo(400);
    }

    @Test
    void answers400ForAnotherSpidOrQuoteType() throws Exception {
        refused(ias.post(REPORT, Subscription.LINKABLE_DEMO, TestEnclave.evidence(unlinkable)), 400);

        byte[] otherType = unlinkable.encode();
        otherType[2] = 1;
        refused(ias.post(REPORT, Subscription.UNLINKABLE_DEMO, TestEnclave.evidence(EpidQuote.parse(otherType))), 400);
        byte[] otherGroup = unlinkable.encode();
        otherGroup[4] ^= 1;
        refused(ias.post(REPORT, Subscription.UNLINKABLE_DEMO, TestEnclave.evidence(EpidQuote.parse(otherGroup))), 400);
        assertThat(ias.lines)
                .anyMatch(line -> line.contains("400 (the quote is for SPID 5350494420554e4c494e4b41424c4521,"
                        + " the subscription is of 53504944204c494e4b41424c45212121)"));
    }

    @Test
    void echoesANonceOf32CharactersAndIgnoresUnknownFields() throws Exception {
        String body = "{\"x\":{\"y\":[1]},\"nonce\":\"12345678901234567890123456789012\",\"isvEnclaveQuote\":\""
                + Base64.getEncoder().encodeToString(unlinkable.encode()) + "\"}";

        HttpResponse<byte[]> response = ias.post(REPORT, Subscription.UNLINKABLE_DEMO, body);

        assertThat(new String(response.body(), StandardCharsets.US_ASCII))
                .startsWith("{\"nonce\":\"12345678901234567890123456789012\",\"id\":\"");
    }

    @Test
    void answers413ForABodyOfMoreThanOneMebibyte() throws Exception {
        refused(ias.post(REPORT, Subscription.UNLINKABLE_DEMO, " ".repeat((1 << 20) + 1)), 413);
        refused(ias.post(REPORT, Subscription.UNLINKABLE_DEMO, " ".repeat(1 << 20)), 400);
    }

    @Test
    void saysWhyItRefusedInOneLineOfItsOwnOutput() throws Exception {
        ias.post(REPORT, Subscription.UNLINKABLE_DEMO, "{\"nonce\":\n\n,");

        assertThat(ias.lines)
                .anyMatch(line -> line.startsWith("POST " + REPORT + ", 12 bytes -> 400 (the body is no JSON: "));
        assertThat(ias.lines).noneMatch(line -> line.contains("\n"));
    }

    @Test
    void takesTheUpdateQueryOfVersion5Only() throws Exception {
        String evidence = TestEnclave.evidence(unlinkable);
        for (String query : List.of("update=early", "update=standard")) {
            assertThat(ias.post("/sgx/dev/attestation/v5/report?" + query, Subscription.UNLINKABLE_DEMO, evidence)
                            .statusCode())
                    .isEqualTo(200);
        }
        refused(ias.post("/sgx/dev/attestation/v5/report?update=never", Subscription.UNLINKABLE_DEMO, evidence), 400);
        refused(ias.post(REPORT + "?update=early", Subscription.UNLINKABLE_DEMO, evidence), 400);
    }

    /** Sends lines over TLS and reads until the server closes. */
    private static String raw(String request) throws Exception {
        try (SSLSocket socket = (SSLSocket) ias.trust().getSocketFactory().createSocket("localhost", ias.port())) {
            socket.setSoTimeout(600_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(all);
            return all.toString(StandardCharsets.US_ASCII);
        }
    }

    private static List<String> headerNames(String response) {
        List<String> names = new ArrayList<>();
        response.substring(0, response.indexOf("\r\n\r\n"))
                .lines()
                .skip(1)
                .forEach(line -> names.add(line.substring(0, line.indexOf(':'))));
        return names;
    }

    @Test
    void writesHeadersInIntelsCase() throws Exception {
        String body = TestEnclave.evidence(unlinkable);
        String response = raw("POST " + REPORT + " HTTP/1.1\r\nHost: localhost\r\nOcp-Apim-Subscription-Key: "
                + Subscription.UNLINKABLE_DEMO.primaryKey() + "\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body);

        assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(headerNames(response))
                .containsExactlyInAnyOrder(
                        "Content-Type",
                        "X-IASReport-Signature",
                        "X-IASReport-Signing-Certificate",
                        "Date",
                        "Content-Length",
                        "Request-ID",
                        "Connection");
        assertThat(response).contains("\r\nContent-Type: application/json\r\n", "\r\nConnection: close\r\n");
    }

    @Test
    void refusesWithThreeHeadersAndKeepsTheConnection() throws Exception {
        String bad = "POST " + REPORT + " HTTP/1.1\r\nHost: localhost\r\nOcp-Apim-Subscription-Key: "
                + Subscription.UNLINKABLE_DEMO.primaryKey() + "\r\nContent-Length: 2\r\n";

        String responses = raw(bad + "\r\n{}" + bad + "Connection: close\r\n\r\n{}");

        assertThat(responses.split("HTTP/1.1 400 Bad Request\r\n", -1)).hasSize(3);
        assertThat(headerNames(responses)).containsExactlyInAnyOrder("Content-Length", "Request-ID", "Date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"})
    void answersWhatIsNoRequestWithoutABody(String request) throws Exception {
        String response = raw(request);

        assertThat(response).matches("(?s)HTTP/1.1 (400|501|505) .*\r\n\r\n").contains("Request-ID: ");
    }

    @Test
    void refusesHeadersWithoutEnd() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n")).startsWith("HTTP/1.1 4");
        assertThat(raw("GET / HTTP/1.1\r\n" + "X: x\r\n".repeat(100) + "\r\n")).startsWith("HTTP/1.1 4");
    }

    @Test
    @Timeout(20)
    void silentClientsBlockNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                silent.add(new Socket("localhost", ias.port()));
            }
            SSLSocket half = (SSLSocket) ias.trust().getSocketFactory().createSocket("localhost", ias.port());
            silent.add(half);
            half.getOutputStream().write("POST".getBytes(StandardCharsets.US_ASCII));
            refused(ias.get("/none", Subscription.UNLINKABLE_DEMO.primaryKey()), 404);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
