package org.sgxra.services.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.Workers;
import org.sgxra.runtime.tls.TlsContexts;

/** An HTTPS server, one thread for each connection. */
public final class HttpsServer implements AutoCloseable {
    /** For a single read. */
    private static final int READ_MILLIS = 30_000;

    private static final Limits LIMITS = new Limits(256, Duration.ofSeconds(90), Duration.ofMinutes(10));

    private static final Http1Config SIZES = Http1Config.custom()
            .setMaxLineLength(8192)
            .setMaxHeaderCount(64)
            .setMaxEmptyLineCount(4)
            .build();
    /** Without a factory of its own a connection limits the lines, but not their number. */
    private static final DefaultHttpRequestParserFactory PARSERS = new DefaultHttpRequestParserFactory(SIZES);

    private final ConnectionServer server;
    private final Thread accepting;
    private final ServerTls tls;
    private final HttpService service;
    private final Consumer<String> debug;
    private final Limits limits;

    /**
     * How many clients there may be, and how long each may take.
     *
     * @param connections at the same time
     * @param request for a whole request with its answer, and the pause before it; for the handshake too
     * @param connection after which the next answer is the last one on a connection that is kept, and says so
     */
    record Limits(int connections, Duration request, Duration connection) {}

    private HttpsServer(
            InetSocketAddress address, ServerTls tls, HttpService service, Consumer<String> debug, Limits limits)
            throws IOException {
        this.tls = tls;
        this.service = service;
        this.debug = debug;
        this.limits = limits;
        this.server = new ConnectionServer(
                address.getAddress(),
                address.getPort(),
                Workers.threads(limits.connections()),
                Optional.empty(),
                new Requests());
        this.accepting = new Thread(server::serve, "accept");
    }

    /**
     * Binds the address and starts to answer.
     *
     * @param address port 0 means any free one
     * @param maxBody size limit for request bodies in bytes; larger ones are answered with 413
     * @param debug takes a line about each connection that ended badly
     */
    public static HttpsServer start(
            InetSocketAddress address, ServerTls tls, int maxBody, Endpoint endpoint, Consumer<String> debug)
            throws IOException {
        return start(address, tls, maxBody, endpoint, debug, LIMITS);
    }

    static HttpsServer start(
            InetSocketAddress address,
            ServerTls tls,
            int maxBody,
            Endpoint endpoint,
            Consumer<String> debug,
            Limits limits)
            throws IOException {
        HttpsServer server = new HttpsServer(address, tls, Exchange.service(endpoint, maxBody), debug, limits);
        server.accepting.start();
        return server;
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Waits until connections are accepted no more. */
    public void awaitStop() {
        while (accepting.isAlive()) {
            try {
                accepting.join();
            } catch (InterruptedException e) {
                // Nobody interrupts a server's main thread; it is stopped instead.
            }
        }
    }

    /** Stops listening and ends all connections; a request that is being answered gets {@link ConnectionServer#GRACE}. */
    @Override
    public void close() {
        server.close();
    }

    private final class Requests implements Service {
        @Override
        public void serve(Connection connection, int number) {
            try {
                connection.raw().setSoTimeout(READ_MILLIS);
                answerAll(connection);
            } catch (IOException | HttpException e) {
                debug.accept("connection of " + connection.peer().getHostAddress() + " ended: "
                        + connection.ended().orElse(e.getMessage()));
            }
        }

        private void answerAll(Connection connection) throws IOException, HttpException {
            long end = System.nanoTime() + limits.connection().toNanos();
            SSLSocket secured = connection.secure(tls.context(), null, limits.request(), this::configure);
            X509Certificate[] certificates = certificates(secured);
            DefaultBHttpServerConnection http =
                    new DefaultBHttpServerConnection("https", SIZES, null, null, null, null, PARSERS, null);
            http.bind(secured, connection.raw());
            while (http.isOpen() && connection.ended().isEmpty()) {
                connection.idle(true);
                connection.replaceableFromNow();
                HttpCoreContext context = HttpCoreContext.create();
                context.setAttribute(Exchange.CONNECTION, connection);
                context.setAttribute(Exchange.END, end);
                context.setAttribute(Exchange.CLIENT_CERTIFICATES, certificates);
                Deadline limit = connection.limit(
                        limits.request(), "no whole request within " + Deadline.inWords(limits.request()));
                try (limit) {
                    service.handleRequest(http, context);
                    if (http.isOpen()) {
                        http.flush();
                    }
                }
            }
        }

        private void configure(SSLSocket socket) {
            socket.setUseClientMode(false);
            socket.setEnabledProtocols(TlsContexts.protocols());
            socket.setWantClientAuth(tls.asksForCertificates());
        }

        @Override
        public void refused(int number, String reason) {
            debug.accept("connection closed: " + reason);
        }

        @Override
        public void failed(int number, Throwable error) {
            debug.accept("connection ended: " + Reason.ofInternalError(error));
        }

        @Override
        public void cannotAccept(String reason) {
            debug.accept("cannot accept a connection: " + reason);
        }
    }

    /** Null if the client has none. */
    private static X509Certificate[] certificates(SSLSocket secured) {
        try {
            Certificate[] chain = secured.getSession().getPeerCertificates();
            return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
