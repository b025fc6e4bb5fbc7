package org.sgxra.sp.http;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.LimitedBody;

/**
 * The agent {@code curl}: runs curl(1) once for each request. Its whole configuration, keys and passwords included, goes to
 * its standard input: neither arguments nor environment show them.
 */
public final class CurlAgent implements HttpAgent {
    private static final Set<String> CURL_VARIABLES =
            Set.of("CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_SSL_BACKEND");

    private static final int HEADER_LIMIT = 1 << 16;
    private static final int TIMED_OUT = 28;
    private static final int TLS_FAILED = 35;
    /** No connection; an answer that ends too early; none at all; sending or receiving failed. */
    private static final Set<Integer> TRANSIENT = Set.of(7, 18, 52, 55, 56);
    /** How its message tells that what was received is wrong, or that a proxy has refused; both wordings of the latter. */
    private static final Pattern FINAL =
            Pattern.compile("chunk|hexadecimal|from proxy after CONNECT|CONNECT tunnel failed, response");

    /** How curl's message tells that it was not the handshake that failed. */
    private static final Pattern CUT_OFF =
            Pattern.compile("Connection reset|SSL_ERROR_SYSCALL|unexpected eof|closed abruptly");
    /** How curl's messages begin when it had no connection yet, TLS included. */
    private static final Pattern CONNECTING =
            Pattern.compile("Connection timed? ?out|Resolving timed out|SSL connection timeout|Failed to connect");

    private static final int MESSAGE_LIMIT = 4096;
    /** How much longer than its own time limit curl may take. */
    private static final long GRACE_MS = 5_000;
    /** Readers block, which the common pool, with a single thread on small machines, does not take well. */
    private static final Executor OWN_THREAD = task -> {
        Thread thread = new Thread(task, "curl output");
        thread.setDaemon(true);
        thread.start();
    };

    private final Path curl;
    private final Path trusted;
    private final Path nothing;
    private final Optional<HttpProxy> proxy;
    private final Duration connectTimeout;
    private final Duration timeout;

    /**
     * @param path value of the environment variable PATH
     * @param trust for TLS
     * @param proxy to go through
     * @param timeout for a whole exchange
     * @throws IllegalArgumentException if there is no curl, or no room for temporary files
     */
    public CurlAgent(String path, TlsTrust trust, Optional<HttpProxy> proxy, Duration timeout) {
        this(path, trust, proxy, JdkAgent.connectTimeout(timeout), timeout);
    }

    CurlAgent(String path, TlsTrust trust, Optional<HttpProxy> proxy, Duration connectTimeout, Duration timeout) {
        this.connectTimeout = connectTimeout;
        this.curl = find(path);
        this.proxy = proxy;
        this.timeout = timeout;
        try {
            Path folder = Files.createTempDirectory("sgx-ra-curl");
            this.trusted = folder.resolve("trusted.pem");
            this.nothing = folder.resolve("nothing");
            folder.toFile().deleteOnExit();
            Files.writeString(trusted, trust.pem());
            trusted.toFile().deleteOnExit();
            Files.createDirectory(nothing).toFile().deleteOnExit();
        } catch (IOException e) {
            throw new IllegalArgumentException("the agent curl needs temporary files: " + Reason.of(e), e);
        }
    }

    private static Path find(String path) {
        for (String folder : path.split(File.pathSeparator)) {
            for (String name : new String[] {"curl", "curl.exe"}) {
                Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
                if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                    return candidate;
                }
            }
        }
        throw new IllegalArgumentException(
                "the agent curl needs the program curl, which is not in the PATH (Debian/Ubuntu: " + "package curl)");
    }

    @Override
    public String name() {
        return "curl";
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException {
        Path body = null;
        // Not with the body on standard output: trailers of a chunked answer would look like its end.
        Path headers = Files.createTempFile("answer", ".headers");
        try {
            if (call.json().isPresent()) {
                body = Files.createTempFile("ias-request", ".json");
                Files.writeString(body, call.json().get());
            }
            byte[] answer = run(call, configuration(call, body, headers));
            byte[] head = read(Files.newInputStream(headers), HEADER_LIMIT);
            if (head.length > HEADER_LIMIT) {
                throw new IOException(
                        call.uri().getAuthority() + ": its headers are longer than " + HEADER_LIMIT + " bytes");
            }
            return CurlOutput.parse(head, answer);
        } finally {
            Files.deleteIfExists(headers);
            if (body != null) {
                Files.deleteIfExists(body);
            }
        }
    }

    private String configuration(HttpCall call, Path body, Path headers) {
        StringBuilder config = new StringBuilder("silent\nshow-error\nsuppress-connect-headers\nhttp1.1\ntlsv1.2\n");
        option(config, "dump-header", headers.toString());
        option(config, "url", call.uri().toString());
        option(config, "proto", "=https");
        Duration limit = call.end().atMost(timeout);
        option(config, "max-time", seconds(limit));
        option(config, "connect-timeout", seconds(call.end().atMost(connectTimeout)));
        option(config, "max-filesize", Integer.toString(call.limit()));
        // Without a folder of its own curl trusts that of the system as well.
        option(config, "cacert", trusted.toString());
        option(config, "capath", nothing.toString());
        if (proxy.isPresent()) {
            option(config, "proxy", proxy.get().scheme() + "://" + proxy.get());
            option(config, "noproxy", "");
            option(config, "proxy-cacert", trusted.toString());
            option(config, "proxy-capath", nothing.toString());
            proxy.get().credentials().ifPresent(credentials -> option(config, "proxy-user", credentials));
        } else {
            option(config, "noproxy", "*");
        }
        call.key().ifPresent(key -> option(config, "header", HttpCall.KEY_HEADER + ": " + key.value()));
        if (body != null) {
            option(config, "header", "Content-Type: application/json");
            option(config, "header", "Expect:");
            option(config, "data-binary", "@" + body);
        }
        return config.toString();
    }

    private static String seconds(Duration limit) {
        return String.format(Locale.ROOT, "%.3f", Math.max(0.001, limit.toNanos() / 1e9));
    }

    private static void option(StringBuilder config, String name, String value) {
        String quoted = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        config.append(name).append(" = \"").append(quoted).append("\"\n");
    }

    private byte[] run(HttpCall call, String configuration) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(curl.toString(), "-q", "-K", "-");
        // What the trust is chosen by was read before; here it would have a say again.
        builder.environment().keySet().removeAll(CURL_VARIABLES);
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> errors =
                    CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), MESSAGE_LIMIT), OWN_THREAD);
            CompletableFuture<byte[]> output =
                    CompletableFuture.supplyAsync(() -> read(process.getInputStream(), call.limit()), OWN_THREAD);
            try (OutputStream in = process.getOutputStream()) {
                in.write(configuration.getBytes(StandardCharsets.UTF_8));
            }
            byte[] answer = output.get(call.end().atMost(timeout).toMillis() + GRACE_MS, TimeUnit.MILLISECONDS);
            if (answer.length > call.limit()) {
                throw new LimitedBody.TooLongException(call.limit());
            }
            if (!process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw named(call, process.exitValue(), new String(errors.join(), StandardCharsets.UTF_8));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw call.late(timeout, e);
        } catch (ExecutionException | CompletionException e) {
            throw new IOException(
                    "cannot read what curl answers: " + e.getCause().getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads to the end, or one byte beyond the limit. */
    private static byte[] read(InputStream in, int limit) {
        try (in) {
            return in.readNBytes(limit + 1);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** What curl's exit codes mean (curl(1), EXIT CODES). */
    private IOException named(HttpCall call, int code, String errors) {
        if (code == TIMED_OUT) {
            return timedOut(call, errors);
        }
        String server = call.uri().getAuthority();
        String peer = proxy.map(p -> "proxy " + p).orElse(server);
        // With TLS in TLS, curl does not say which one.
        String tlsPeer = proxy.filter(p -> p.scheme().equals("https"))
                .map(p -> "proxy " + p + " or " + server)
                .orElse(server);
        String detail =
                errors.lines().findFirst().orElse("").replaceFirst("^curl: ", "") + " [curl exit code " + code + "]";
        Map<Integer, String> causes = Map.ofEntries(
                Map.entry(5, "cannot resolve the name of " + peer),
                Map.entry(6, "cannot resolve the name of " + server),
                Map.entry(7, "cannot connect to " + peer),
                Map.entry(23, "the answer is longer than " + ByteCount.of(call.limit())),
                Map.entry(27, server + ": its headers are longer than " + HEADER_LIMIT + " bytes"),
                Map.entry(35, "TLS with " + tlsPeer + " failed"),
                Map.entry(60, "TLS with " + tlsPeer + " failed: its certificate is refused"),
                Map.entry(63, "the answer is longer than " + ByteCount.of(call.limit())),
                Map.entry(77, "TLS with " + tlsPeer + " failed: the CA bundle cannot be read"));
        String cause = causes.get(code);
        if (cause == null && detail.contains("CONNECT")) {
            cause = peer + " refused the connection to " + server;
        }
        String message = (cause == null ? server : cause) + ": " + detail;
        return TRANSIENT.contains(code) && !FINAL.matcher(errors).find()
                        || code == TLS_FAILED && CUT_OFF.matcher(errors).find()
                ? new TransientException(message, null)
                : new IOException(message);
    }

    private IOException timedOut(HttpCall call, String errors) {
        boolean connecting = CONNECTING.matcher(errors).find();
        return connecting && !call.end().isOver()
                ? new TransientException(
                        "cannot connect to "
                                + proxy.map(p -> "proxy " + p).orElse(call.uri().getAuthority()) + ": no answer within "
                                + connectTimeout.toSeconds() + " s",
                        null)
                : call.late(timeout, null);
    }
}
