package org.sgxra.sp.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.LimitedBody;
import org.sgxra.runtime.tls.TlsContexts;

/** The agent {@code jdk}: {@link HttpClient}, HTTP/1.1, with connections kept between requests. */
public final class JdkAgent implements HttpAgent {
    private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final HttpClient client;
    private final Optional<HttpProxy> proxy;
    private final Duration timeout;
    private final Duration connectTimeout;

    /**
     * @param trust for TLS
     * @param proxy to go through; TLS to the proxy itself is not possible here
     * @param timeout for a whole exchange
     * @throws IllegalArgumentException for a proxy that is spoken to in TLS
     */
    public JdkAgent(TlsTrust trust, Optional<HttpProxy> proxy, Duration timeout) {
        this(trust, proxy, connectTimeout(timeout), timeout);
    }

    JdkAgent(TlsTrust trust, Optional<HttpProxy> proxy, Duration connectTimeout, Duration timeout) {
        this.connectTimeout = connectTimeout;
        if (proxy.isPresent() && proxy.get().scheme().equals("https")) {
            throw new IllegalArgumentException(
                    "an https:// proxy needs the agent direct or curl (-g); the agent jdk speaks to http:// proxies only");
        }
        if (System.getProperty(TUNNEL_SCHEMES) == null) {
            // The JDK sends no Basic password on CONNECT unless told so, and reads this once, when HttpClient is first
            // used.
            System.setProperty(TUNNEL_SCHEMES, "");
        }
        SSLParameters tls = new SSLParameters();
        tls.setProtocols(TlsContexts.protocols());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .sslContext(trust.newContext())
                .sslParameters(tls)
                .proxy(proxy.map(p -> ProxySelector.of(InetSocketAddress.createUnresolved(p.host(), p.port())))
                        .orElse(HttpClient.Builder.NO_PROXY))
                .build();
        this.proxy = proxy;
        this.timeout = timeout;
    }

    /** Connecting includes TLS. It may take nearly all of the time, as with curl; ending before tells what took it. */
    static Duration connectTimeout(Duration timeout) {
        return timeout.multipliedBy(9).dividedBy(10);
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException {
        HttpRequest request = request(call);
        HttpResponse<byte[]> response;
        try {
            response = exchange(request, call);
        } catch (IOException e) {
            if (!isWorthRepeating(e)) {
                throw named(call, e);
            }
            try {
                response = exchange(request, call);
            } catch (IOException again) {
                throw named(call, again);
            }
        }
        if (response.statusCode() == 407 && proxy.isPresent()) {
            throw new IOException("proxy " + proxy.get() + " answered 407 Proxy Authentication Required");
        }
        List<Map.Entry<String, String>> headers = response.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
                .toList();
        if (size(headers) > AnswerReader.MAX_HEAD) {
            throw new IOException(
                    call.uri().getAuthority() + ": its headers are longer than " + AnswerReader.MAX_HEAD + " bytes");
        }
        return new HttpAnswer(response.statusCode(), headers, response.body());
    }

    /** Bytes of headers as they come: with a colon, a blank and an end of line each. */
    private static long size(List<Map.Entry<String, String>> headers) {
        return headers.stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length() + 4L)
                .sum();
    }

    private HttpRequest request(HttpCall call) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri());
        call.key().ifPresent(key -> builder.header(HttpCall.KEY_HEADER, key.value()));
        call.json().ifPresent(json -> builder.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        proxy.flatMap(HttpProxy::credentials)
                .ifPresent(credentials -> builder.header(
                        "Proxy-Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
        return builder.build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, HttpCall call) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> future =
                client.sendAsync(request, info -> new LimitedBody(call.limit(), declaredLength(info)));
        try {
            return future.get(call.end().atMost(timeout).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new LateException(call.late(timeout, e));
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            // The JDK (17 to 25) forgets to close a connection on which no head of an answer came. What belongs to an
            // exchange is closed when it is cancelled, which a future that is complete does not pass on.
            future.newIncompleteFuture().cancel(true);
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(Reason.of(e.getCause()), e.getCause());
        }
    }

    /** The time limit of the exchange has passed. */
    private static final class LateException extends IOException {
        private static final long serialVersionUID = 1L;

        LateException(IOException cause) {
            super(cause);
        }
    }

    private static long declaredLength(HttpResponse.ResponseInfo info) {
        String length = info.headers().firstValue("Content-Length").orElse("0");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    /** A kept connection may turn out to be closed by the server only when a request is on its way. */
    private static boolean isWorthRepeating(IOException e) {
        return !(e instanceof HttpTimeoutException
                        || e instanceof LateException
                        || e instanceof ConnectException
                        || e instanceof SSLException
                        || String.valueOf(e.getMessage()).startsWith("Tunnel failed"))
                && Interruption.is(e);
    }

    private IOException named(HttpCall call, IOException e) {
        String server = call.uri().getAuthority();
        String peer = proxy.map(p -> "proxy " + p).orElse(server);
        String message = String.valueOf(e.getMessage());
        if (e instanceof LateException || call.end().isOver()) {
            return call.late(timeout, e);
        }
        if (find(e, UnresolvedAddressException.class) != null) {
            return new IOException("cannot resolve the name of " + peer, e);
        }
        if (e instanceof HttpConnectTimeoutException) {
            return new TransientException(
                    "cannot connect to " + peer + ": no answer within " + connectTimeout.toSeconds() + " s", e);
        }
        if (e instanceof ConnectException) {
            return new TransientException(
                    "cannot connect to " + peer + ": " + (message.equals("null") ? "refused" : message), e);
        }
        if (message.startsWith("Tunnel failed")) {
            return new IOException(peer + " refused the connection to " + server + ": " + message, e);
        }
        Throwable certificate = find(e, CertificateException.class);
        if (certificate != null) {
            return new IOException("TLS with " + server + " failed: " + certificate.getMessage(), e);
        }
        if (find(e, SSLException.class) != null) {
            return Interruption.named("TLS with " + server + " failed: " + message, e);
        }
        return Interruption.named(server + ": " + message, e);
    }

    /** The outermost cause of a kind, or null. */
    private static Throwable find(Throwable error, Class<? extends Throwable> kind) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }
}
