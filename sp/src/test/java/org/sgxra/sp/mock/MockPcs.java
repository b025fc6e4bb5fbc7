package org.sgxra.sp.mock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.fakes.FakeEvidence;

/** A service that publishes the collateral of fakes, as PCS and as PCCS, over real HTTPS on the loopback, and can be told to misbehave. */
public final class MockPcs implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** What is published. */
    public volatile FakeEvidence evidence = new FakeEvidence();
    /** Path and query of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();
    /** Answers in the place of this. */
    public volatile MockIas.Misbehaviour misbehaviour = exchange -> false;

    /** @param tls certificate for TLS */
    public MockPcs(TestCa.Identity tls) {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(TestServer.CA.tls(tls)));
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** https://localhost:port. */
    public String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestURI().toString();
            requests.add(request);
            exchange.getResponseHeaders().set("Request-ID", "0123456789abcdef0123456789abcdef");
            if (!misbehaviour.answer(exchange)) {
                answer(exchange, request);
            }
        }
    }

    private void answer(HttpExchange exchange, String request) throws IOException {
        Collateral collateral = evidence.collateral();
        boolean old = request.contains("/v3/");
        if (request.contains("/tcb?")) {
            reply(
                    exchange,
                    old ? "SGX-TCB-Info-Issuer-Chain" : "TCB-Info-Issuer-Chain",
                    collateral.tcbInfoChain(),
                    collateral.tcbInfo());
        } else if (request.endsWith("/qe/identity")) {
            reply(exchange, "SGX-Enclave-Identity-Issuer-Chain", collateral.qeIdentityChain(), collateral.qeIdentity());
        } else if (request.contains("/pckcrl?")) {
            reply(
                    exchange,
                    "SGX-PCK-CRL-Issuer-Chain",
                    collateral.pckCrlIssuerChain().orElseThrow(),
                    collateral.pckCrl());
        } else if (request.endsWith("/rootcacrl")) {
            MockIas.reply(exchange, 200, collateral.rootCrl().hex().getBytes(StandardCharsets.US_ASCII));
        } else if (request.equals("/IntelSGXRootCA.der")) {
            MockIas.reply(exchange, 200, collateral.rootCrl().toArray());
        } else {
            MockIas.reply(exchange, 404, new byte[0]);
        }
    }

    private static void reply(HttpExchange exchange, String header, ByteString chain, ByteString body)
            throws IOException {
        exchange.getResponseHeaders().set(header, encode(chain));
        MockIas.reply(exchange, 200, body.toArray());
    }

    /** Percent-encoding as Intel's service does it. */
    public static String encode(ByteString pem) {
        String text = new String(pem.toArray(), StandardCharsets.US_ASCII);
        return URLEncoder.encode(text, StandardCharsets.US_ASCII).replace("+", "%20");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
