package org.sgxra.sp.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Addresses;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.net.LimitedBody;
import org.sgxra.runtime.tls.TlsContexts;

/**
 * The agent {@code direct}: HTTP/1.1 on blocking sockets in the thread of the caller, TLS by Conscrypt where that is there, else by
 * the JDK. Connections are kept between requests; to a server that closes them, the next one is opened ahead.
 */
public final class DirectAgent implements HttpAgent {
    private static final int HTTPS_PORT = 443;
    private static final Pattern BORINGSSL = Pattern.compile("OPENSSL_internal:([A-Z0-9_]+)");
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final SSLContext tls;
    private final Optional<HttpProxy> proxy;
    private final Duration connectTimeout;
    private final Duration timeout;
    private final IdleConnections idle = new IdleConnections();
    private final ConnectionsAhead ahead = new ConnectionsAhead(idle);

    /**
     * @param trust for TLS, also for that with a proxy
     * @param proxy to go through
     * @param timeout for a whole exchange
     */
    public DirectAgent(TlsTrust trust, Optional<HttpProxy> proxy, Duration timeout) {
        this(trust, proxy, JdkAgent.connectTimeout(timeout), timeout);
    }

    DirectAgent(TlsTrust trust, Optional<HttpProxy> proxy, Duration connectTimeout, Duration timeout) {
        this.tls = trust.newFastContext();
        this.proxy = proxy;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException {
        Expiry end = call.end().earlier(timeout);
        byte[] request = request(call);
        HostPort server = server(call.uri());
        HttpsConnection kept = idle.take(server);
        if (kept == null) {
            kept = ahead.await(server, end.earlier(connectTimeout));
        }
        if (kept != null) {
            try {
                return exchange(kept, request, call, end);
            } catch (HttpsConnection.StaleException e) {
                // Only when a request is on its way may it turn out that the server has closed the connection.
                idle.drop(server);
            }
        }
        return exchange(open(server, call, end), request, call, end);
    }

    private HttpAnswer exchange(HttpsConnection connection, byte[] request, HttpCall call, Expiry end)
            throws IOException {
        boolean kept = false;
        try {
            HttpAnswer answer = connection.exchange(request, end.atMost(timeout), call.limit());
            kept = connection.isReusable();
            if (kept) {
                idle.put(connection);
            } else {
                connection.close();
            }
            HostPort server = connection.server();
            ahead.answered(server, connection.isClosedByServer(), () -> open(server, call, Expiry.in(connectTimeout)));
            return answer;
        } catch (HttpsConnection.StaleException e) {
            throw e;
        } catch (HttpsConnection.LateException e) {
            throw call.late(timeout, e);
        } catch (AnswerReader.MalformedAnswerException | LimitedBody.TooLongException e) {
            throw new IOException(authority(call) + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw named(call, e);
        } finally {
            if (!kept) {
                connection.drop();
            }
        }
    }

    private static HostPort server(URI uri) {
        String host = uri.getHost();
        return new HostPort(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? HTTPS_PORT : uri.getPort());
    }

    private static String authority(HttpCall call) {
        return call.uri().getAuthority();
    }

    private static byte[] request(HttpCall call) {
        URI uri = call.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder text = new StringBuilder(512)
                .append(call.method())
                .append(' ')
                .append(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getRawAuthority())
                .append("\r\n");
        call.key().ifPresent(key -> text.append(HttpCall.KEY_HEADER)
                .append(": ")
                .append(key.value())
                .append("\r\n"));
        if (call.json().isEmpty()) {
            return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        }
        byte[] body = call.json().get().getBytes(StandardCharsets.UTF_8);
        byte[] head = text.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Connecting includes the proxy and TLS. */
    private HttpsConnection open(HostPort server, HttpCall call, Expiry end) throws IOException {
        Expiry connected = end.earlier(connectTimeout);
        Connection connection = connect(server, call, connected);
        boolean done = false;
        try {
            if (proxy.isPresent()) {
                tunnel(connection, proxy.get(), call, connected);
            }
            secure(connection, server, authority(call), connected);
            HttpsConnection open = new HttpsConnection(server, connection);
            done = true;
            return open;
        } catch (IOException e) {
            throw connection.ended().isPresent() ? tooSlow(call, e) : e;
        } finally {
            if (!done) {
                connection.end("failed");
            }
        }
    }

    private Connection connect(HostPort server, HttpCall call, Expiry connected) throws IOException {
        HostPort next = proxy.map(p -> new HostPort(p.host(), p.port())).orElse(server);
        try {
            return Addresses.connect(next, connected.atMost(connectTimeout));
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve the name of " + peer(call), e);
        } catch (SocketTimeoutException e) {
            throw tooSlow(call, e);
        } catch (IOException e) {
            throw new TransientException("cannot connect to " + peer(call) + ": " + reason(e), e);
        }
    }

    private String peer(HttpCall call) {
        return proxy.map(p -> "proxy " + p).orElse(authority(call));
    }

    private IOException tooSlow(HttpCall call, IOException e) {
        return call.end().isOver()
                ? call.late(timeout, e)
                : new TransientException(
                        "cannot connect to " + peer(call) + ": no answer within " + connectTimeout.toSeconds() + " s",
                        e);
    }

    private void tunnel(Connection connection, HttpProxy through, HttpCall call, Expiry connected) throws IOException {
        if (through.scheme().equals("https")) {
            secure(connection, new HostPort(through.host(), through.port()), "proxy " + through, connected);
        }
        HostPort server = server(call.uri());
        String request = "CONNECT " + server + " HTTP/1.1\r\nHost: " + server + "\r\n"
                + through.credentials()
                        .map(credentials -> "Proxy-Authorization: Basic "
                                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                                + "\r\n")
                        .orElse("")
                + "\r\n";
        AnswerReader answers = new AnswerReader(connection.in());
        HttpAnswer answer;
        Deadline deadline = connection.limit(connected.atMost(connectTimeout), "late");
        try (deadline) {
            connection.out().write(request.getBytes(StandardCharsets.US_ASCII));
            connection.out().flush();
            answer = answers.readTunnel();
        } catch (IOException e) {
            throw connection.ended().isPresent() ? e : Interruption.named("proxy " + through + ": " + reason(e), e);
        }
        if (answer.status() == PROXY_AUTHENTICATION_REQUIRED) {
            throw new IOException("proxy " + through + " answered 407 Proxy Authentication Required");
        }
        if (answer.status() / 100 != 2 || answers.hasMore()) {
            throw new IOException("proxy " + through + " refused the connection to " + authority(call)
                    + ": HTTP status " + answer.statusLine());
        }
    }

    private void secure(Connection connection, HostPort server, String name, Expiry connected) throws IOException {
        try {
            connection.secure(tls, server, connected.atMost(connectTimeout), DirectAgent::configure);
        } catch (IOException e) {
            throw connection.ended().isPresent() ? e : tlsFailed(name, e);
        }
    }

    private static void configure(SSLSocket socket) {
        // What is not set stays as it is; to ask Conscrypt for all of it takes longer than its handshake.
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(TlsContexts.protocols());
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
    }

    private static IOException tlsFailed(String server, IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new IOException("TLS with " + server + " failed: " + cause.getMessage(), e);
            }
        }
        return Interruption.named("TLS with " + server + " failed: " + reason(e), e);
    }

    private static IOException named(HttpCall call, IOException e) {
        return e instanceof SSLException
                ? tlsFailed(authority(call), e)
                : Interruption.named(authority(call) + ": " + reason(e), e);
    }

    /** In one line: Conscrypt's messages have several, with addresses in memory, and the reason somewhere among them. */
    private static String reason(IOException e) {
        String message = Reason.of(e);
        Matcher library = BORINGSSL.matcher(message);
        return library.find() ? library.group(1) : message.lines().findFirst().orElse("");
    }
}
