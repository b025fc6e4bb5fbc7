package org.sgxra.sp.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
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
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.server.Service;
import org.sgxra.runtime.server.Workers;

/** A small HTTP server for pages that are read only, with limits on connections, on their time and on what they say. */
public final class PageServer implements AutoCloseable {
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
     * What is asked for, with GET or HEAD.
     *
     * @param isHead with HEAD: by what looks before people do
     * @param path decoded; empty if it is none
     * @param query what follows the question mark, as it came
     * @param cookies the header of that name
     */
    public record Question(boolean isHead, String path, Optional<String> query, Optional<String> cookies) {}

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param type of its content
     * @param headers further ones
     */
    @SuppressWarnings("ArrayRecordComponent") // written out, and never compared
    public record Page(int status, String type, byte[] content, Map<String, String> headers) {
        public Page {
            headers = Map.copyOf(headers);
        }

        /** An answer without further headers. */
        public Page(int status, String type, byte[] content) {
            this(status, type, content, Map.of());
        }

        /** Plain text. */
        public static Page text(int status, String text) {
            return new Page(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final String name;
    private final ConnectionServer server;
    private final Function<Question, Page> pages;
    private final Consumer<String> notices;

    /**
     * Listens and answers, on threads of its own.
     *
     * @param name of what is served, for notices
     * @param address port 0: any free one
     * @param pages answers on several threads
     * @param notices takes a line about a connection that came to nothing
     * @throws IOException if the port cannot be had
     */
    public PageServer(String name, InetSocketAddress address, Function<Question, Page> pages, Consumer<String> notices)
            throws IOException {
        this.name = name;
        this.pages = pages;
        this.notices = notices;
        this.server = new ConnectionServer(
                address.getAddress(),
                address.getPort(),
                Workers.threads(MAX_CONNECTIONS),
                Optional.of(CONNECTION),
                new Requests());
        Thread accepting = new Thread(server::serve, name);
        accepting.setDaemon(true);
        accepting.start();
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    private void answer(ClassicHttpRequest request, ResponseTrigger trigger) throws HttpException, IOException {
        if (!Set.of("GET", "HEAD").contains(request.getMethod()) || hasBody(request)) {
            // Ends the connection: what the request carries is not read.
            throw new MethodNotSupportedException("only GET and HEAD, without a body");
        }
        Page page = pages.apply(question(request));
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(page.status());
        page.headers().forEach(response::setHeader);
        response.setEntity(new ByteArrayEntity(page.content(), ContentType.parse(page.type())));
        trigger.submitResponse(response);
    }

    /** False for one of no bytes: clients announce such a body with GET too. */
    private static boolean hasBody(ClassicHttpRequest request) {
        return request.getEntity() != null && request.getEntity().getContentLength() != 0;
    }

    private static Question question(ClassicHttpRequest request) {
        Optional<String> cookies =
                Optional.ofNullable(request.getFirstHeader("Cookie")).map(Header::getValue);
        boolean isHead = request.getMethod().equals("HEAD");
        try {
            URI uri = new URI(request.getPath());
            return new Question(isHead, String.valueOf(uri.getPath()), Optional.ofNullable(uri.getRawQuery()), cookies);
        } catch (URISyntaxException e) {
            return new Question(isHead, "", Optional.empty(), cookies);
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
            boolean answered = false;
            try {
                DefaultBHttpServerConnection peer = new DefaultBHttpServerConnection("http", SIZES);
                peer.bind(connection.raw());
                while (peer.isOpen() && connection.ended().isEmpty()) {
                    connection.idle(true);
                    // Until the answer has been taken: whoever asks and does not read keeps nobody out either.
                    connection.replaceableFromNow();
                    answerOne(connection, peer);
                    answered = true;
                }
            } catch (IOException | HttpException e) {
                // Whoever asks knows what became of it.
            }
            String reason = connection.ended().orElse(ConnectionServer.STOPPED);
            if (!answered && !reason.equals(ConnectionServer.STOPPED)) {
                notices.accept(name + ": connection of " + connection.peer().getHostAddress() + " ended: " + reason);
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
            notices.accept(name + ": connection refused: " + reason);
        }

        @Override
        public void failed(int number, Throwable error) {
            notices.accept(name + ": connection given up: " + Reason.ofInternalError(error));
        }

        @Override
        public void cannotAccept(String reason) {
            notices.accept(name + ": cannot accept a connection: " + reason);
        }
    }
}
