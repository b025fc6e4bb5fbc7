package org.sgxra.sp.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MethodNotSupportedException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestValidateHost;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.Workers;

/** A small HTTP server for pages that are read only, with limits on connections, on their time and on what they say. */
final class MetricsServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 16;
    /** For a request with its answer, and the pause before it. */
    private static final Duration REQUEST = Duration.ofSeconds(20);
    /** For a connection that is kept. */
    private static final Duration CONNECTION = Duration.ofMinutes(10);

    private static final Http1Config SIZES = Http1Config.custom()
            .setMaxLineLength(4096)
            .setMaxHeaderCount(64)
            .setMaxEmptyLineCount(4)
            .build();

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param type of its content
     */
    @SuppressWarnings("ArrayRecordComponent") // written out, and never compared
    record Page(int status, String type, byte[] content) {}

    private final ConnectionServer server;
    private final Function<String, Page> pages;
    private final Consumer<String> notices;

    MetricsServer(InetSocketAddress address, Function<String, Page> pages, Consumer<String> notices)
            throws IOException {
        this.pages = pages;
        this.notices = notices;
        this.server = new ConnectionServer(
                address.getAddress(),
                address.getPort(),
                Workers.threads(MAX_CONNECTIONS),
                Optional.of(CONNECTION),
                new Requests());
        Thread accepting = new Thread(server::serve, "metrics");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return server.port();
    }

    private void answer(ClassicHttpRequest request, ResponseTrigger trigger) throws HttpException, IOException {
        if (!Set.of("GET", "HEAD").contains(request.getMethod()) || request.getEntity() != null) {
            // Ends the connection: what the request carries is not read.
            throw new MethodNotSupportedException("only GET and HEAD, without a body");
        }
        Page page = pages.apply(path(request));
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(page.status());
        response.setEntity(new ByteArrayEntity(page.content(), ContentType.parse(page.type())));
        trigger.submitResponse(response);
    }

    private static String path(ClassicHttpRequest request) {
        try {
            return String.valueOf(new URI(request.getPath()).getPath());
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        server.stop(Duration.ofSeconds(1));
    }

    private final class Requests implements Service {
        private final HttpService http =
                new HttpService(
                        HttpProcessorBuilder.create()
                                .add(new ResponseDate())
                                .add(new ResponseContent(true))
                                .add(new ResponseConnControl())
                                .add(RequestValidateHost.INSTANCE)
                                .build(),
                        new BasicHttpServerExpectationDecorator(
                                (request, trigger, context) -> answer(request, trigger))) {
                    @Override
                    protected void handleException(HttpException e, ClassicHttpResponse response) {
                        response.setCode(e instanceof MethodNotSupportedException ? 405 : toStatusCode(e));
                    }
                };

        @Override
        public void serve(Connection connection, int number) {
            try {
                DefaultBHttpServerConnection peer = new DefaultBHttpServerConnection("http", SIZES);
                peer.bind(connection.raw());
                while (peer.isOpen() && connection.ended().isEmpty()) {
                    connection.idle(true);
                    answerOne(connection, peer);
                }
            } catch (IOException | HttpException e) {
                // Whoever asks knows what became of it.
            }
        }

        private void answerOne(Connection connection, DefaultBHttpServerConnection peer)
                throws IOException, HttpException {
            Deadline limit = connection.limit(REQUEST, "no whole request within " + Deadline.inWords(REQUEST));
            try (limit) {
                http.handleRequest(peer, HttpCoreContext.create());
                if (peer.isOpen()) {
                    peer.flush();
                }
            }
        }

        @Override
        public void refused(int number, String reason) {
            notices.accept("metrics: connection refused: " + reason);
        }

        @Override
        public void failed(int number, Throwable error) {
            notices.accept("metrics: connection given up: internal error: " + error);
        }

        @Override
        public void cannotAccept(String reason) {
            notices.accept("metrics: cannot accept a connection: " + reason);
        }
    }
}
