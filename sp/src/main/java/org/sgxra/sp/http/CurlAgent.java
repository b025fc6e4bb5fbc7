package org.sgxra.sp.http;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sgxra.runtime.net.LimitedBody;

/**
 * The agent {@code curl}: runs curl(1) once for each request. Its whole configuration, keys and passwords included, goes to
 * its standard input: neither arguments nor environment show them.
 */
public final class CurlAgent implements HttpAgent {
    private static final int HEADER_LIMIT = 1 << 16;
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
    private final TlsTrust trust;
    private final Optional<HttpProxy> proxy;
    private final Duration timeout;

    /**
     * @param path value of the environment variable PATH
     * @param trust for TLS
     * @param proxy to go through
     * @param timeout for a whole exchange
     * @throws IllegalArgumentException if there is no curl
     */
    public CurlAgent(String path, TlsTrust trust, Optional<HttpProxy> proxy, Duration timeout) {
        this.curl = find(path);
        this.trust = trust;
        this.proxy = proxy;
        this.timeout = timeout;
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
        try {
            if (call.json().isPresent()) {
                body = Files.createTempFile("ias-request", ".json");
                Files.writeString(body, call.json().get());
            }
            return run(call, configuration(call, body));
        } finally {
            if (body != null) {
                Files.deleteIfExists(body);
            }
        }
    }

    private String configuration(HttpCall call, Path body) {
        StringBuilder config =
                new StringBuilder("silent\nshow-error\ninclude\nsuppress-connect-headers\nhttp1.1\ntlsv1.2\n");
        option(config, "url", call.uri().toString());
        option(config, "proto", "=https");
        option(config, "max-time", Long.toString(Math.max(1, timeout.toSeconds())));
        option(config, "max-filesize", Integer.toString(call.limit()));
        trust.bundle().ifPresent(bundle -> option(config, "cacert", bundle.toString()));
        if (proxy.isPresent()) {
            option(config, "proxy", proxy.get().scheme() + "://" + proxy.get());
            option(config, "noproxy", "");
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

    private static void option(StringBuilder config, String name, String value) {
        String quoted = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        config.append(name).append(" = \"").append(quoted).append("\"\n");
    }

    private HttpAnswer run(HttpCall call, String configuration) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(curl.toString(), "-q", "-K", "-");
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> errors =
                    CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), MESSAGE_LIMIT), OWN_THREAD);
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(
                    () -> read(process.getInputStream(), call.limit() + HEADER_LIMIT), OWN_THREAD);
            try (OutputStream in = process.getOutputStream()) {
                in.write(configuration.getBytes(StandardCharsets.UTF_8));
            }
            byte[] answer = output.get(timeout.toMillis() + GRACE_MS, TimeUnit.MILLISECONDS);
            if (answer.length > call.limit() + HEADER_LIMIT) {
                throw new LimitedBody.TooLongException(call.limit());
            }
            if (!process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw named(call, process.exitValue(), new String(errors.join(), StandardCharsets.UTF_8));
            }
            return limited(CurlOutput.parse(answer), call.limit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException | CompletionException e) {
            throw new IOException(
                    "cannot read what curl answers: " + e.getCause().getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static HttpAnswer limited(HttpAnswer answer, int limit) throws IOException {
        if (answer.body().length > limit) {
            throw new LimitedBody.TooLongException(limit);
        }
        return answer;
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
        String server = call.uri().getAuthority();
        String peer = proxy.map(p -> "proxy " + p).orElse(server);
        String detail =
                errors.lines().findFirst().orElse("").replaceFirst("^curl: ", "") + " [curl exit code " + code + "]";
        Map<Integer, String> causes = Map.ofEntries(
                Map.entry(5, "cannot resolve the name of " + peer),
                Map.entry(6, "cannot resolve the name of " + server),
                Map.entry(7, "cannot connect to " + peer),
                Map.entry(23, "the answer is longer than " + call.limit() + " bytes"),
                Map.entry(28, "no whole answer within " + timeout.toSeconds() + " s"),
                Map.entry(35, "TLS with " + server + " failed"),
                Map.entry(60, "TLS with " + server + " failed: its certificate is refused"),
                Map.entry(63, "the answer is longer than " + call.limit() + " bytes"),
                Map.entry(77, "TLS with " + server + " failed: the CA bundle cannot be read"));
        String cause = causes.get(code);
        if (cause == null && detail.contains("CONNECT")) {
            cause = peer + " refused the connection to " + server;
        }
        return new IOException((cause == null ? server : cause) + ": " + detail);
    }
}
