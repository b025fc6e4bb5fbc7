package org.sgxra.sp.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.RsaSha256;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxSigRl;

/** An attestation service that believes every quote, over real HTTPS on the loopback, and can be told to misbehave. */
public final class MockIas implements AutoCloseable {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    /** What to answer instead. */
    public interface Misbehaviour {
        /** @return true if it answered */
        boolean answer(HttpExchange exchange) throws IOException;
    }

    static {
        // Headers and body go out in two writes; without this, each answer takes 40 ms more.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final TestCa.Identity signer;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Method, path and subscription key of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();
    /** Changes the report before it is signed. */
    public volatile Consumer<ObjectNode> report = json -> {};
    /** Answers in the place of this. */
    public volatile Misbehaviour misbehaviour = exchange -> false;
    /** Body of the answer to sigrl. */
    public volatile String sigRl = "";
    /** Advisory-IDs header. */
    public volatile String advisoryHeader;

    /**
     * @param tls certificate for TLS
     * @param signer signs the reports
     */
    public MockIas(TestCa ca, TestCa.Identity tls, TestCa.Identity signer) {
        this.signer = signer;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(ca.tls(tls)));
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** A SigRL for {@link #sigRl}: 80 bytes, and 128 for each entry. */
    public static String list(EpidGroupId gid, int entries) {
        SgxSigRl list = new SgxSigRl(gid, 1, Collections.nCopies(entries, ByteString.zeros(128)), ByteString.zeros(64));
        return Base64.getEncoder().encodeToString(list.encode());
    }

    /** https://localhost:port. */
    public String url() {
        return "https://localhost:" + port();
    }

    /** Port listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Ocp-Apim-Subscription-Key"));
            exchange.getResponseHeaders().set("Request-ID", "0123456789abcdef0123456789abcdef");
            if (misbehaviour.answer(exchange)) {
                return;
            }
            if (path.endsWith("/report")) {
                answerReport(exchange, new ObjectMapper().readTree(body), version(path));
            } else {
                reply(exchange, 200, sigRl.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static int version(String path) {
        return Integer.parseInt(path.replaceAll(".*/v([0-9])/.*", "$1"));
    }

    /** Answers with a status and a body. */
    public static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void answerReport(HttpExchange exchange, JsonNode request, int version) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        if (request.has("nonce")) {
            json.set("nonce", request.get("nonce"));
        }
        byte[] quote = Base64.getDecoder().decode(request.get("isvEnclaveQuote").asText());
        json.put("id", "1").put("timestamp", timestamp(Instant.now())).put("version", version);
        json.put("isvEnclaveQuoteStatus", "OK");
        json.put("isvEnclaveQuoteBody", Base64.getEncoder().encodeToString(Arrays.copyOf(quote, 432)));
        report.accept(json);
        byte[] body = mapper.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("X-IASReport-Signature", sign(body));
        exchange.getResponseHeaders()
                .set(
                        "X-IASReport-Signing-Certificate",
                        URLEncoder.encode(TestCa.pem(signer.certificate()), StandardCharsets.US_ASCII)
                                .replace("+", "%20"));
        if (advisoryHeader != null) {
            exchange.getResponseHeaders().set("Advisory-IDs", advisoryHeader);
        }
        reply(exchange, 200, body);
    }

    /** A time as reports have it. */
    public static String timestamp(Instant time) {
        return TIMESTAMP.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    private String sign(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            RsaSha256.sign(signer.keys().getPrivate(), body).toArray());
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
