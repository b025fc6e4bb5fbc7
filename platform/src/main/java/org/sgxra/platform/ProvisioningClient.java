package org.sgxra.platform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.LimitedBody;
import org.sgxra.runtime.tls.TlsContexts;

/** HTTPS to the emulator, whose certificate must come from the one configured CA; failures say what to do. */
final class ProvisioningClient {
    private static final int OK = 200;
    /** No group to join; or a platform that is known with other keys. */
    private static final int CONFLICT = 409;

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    /** For a whole answer. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
    /** Bytes of a body; the longest answer is a PCK certificate or a membership credential, of a few KiB. */
    private static final int MAX_BODY = 64 * 1024;

    private final URI base;
    private final Path caFile;
    private final ByteString issuer;
    private final Duration answerTime;
    private final HttpClient http;

    ProvisioningClient(PlatformConfig config) throws PlatformException {
        this(config, ANSWER_TIME);
    }

    /** With another time for a whole answer. */
    ProvisioningClient(PlatformConfig config, Duration answerTime) throws PlatformException {
        this.answerTime = answerTime;
        this.base = config.provisioning();
        this.caFile = config.caFile();
        byte[] pem = readCa(caFile);
        this.issuer = Sha256.of(ByteString.of(pem));
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIME)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(trusting(pem))
                .build();
    }

    /** SHA-256 of the CA file: the emulator's identity. */
    ByteString issuer() {
        return issuer;
    }

    private static byte[] readCa(Path file) throws PlatformException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                    "provisioning needs the emulator's CA" + " certificate, and " + file
                            + " does not exist; was the emulator (run-ias) ever started?",
                    e);
        } catch (IOException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                    "provisioning needs the emulator's CA certificate, and " + file + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private SSLContext trusting(byte[] pem) throws PlatformException {
        try {
            List<X509Certificate> certificates = Pem.certificates(pem);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("no certificate in it");
            }
            return TlsContexts.client(TlsContexts.trust(certificates));
        } catch (GeneralSecurityException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                    "CA certificate " + caFile + " is unusable: " + e.getMessage(),
                    e);
        }
    }

    /** The body of the answer to a POST. */
    byte[] post(String path, byte[] body) throws PlatformException {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        if (response.statusCode() == OK) {
            return response.body();
        }
        throw new PlatformException(
                response.statusCode() == CONFLICT
                        ? SgxStatus.SGX_ERROR_UNRECOGNIZED_PLATFORM
                        : SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                "provisioning at " + base + " failed: the answer is HTTP " + response.statusCode()
                        + explanation(response.body()));
    }

    /** The answer to a GET, whatever its status. */
    HttpResponse<byte[]> get(String pathAndQuery) throws PlatformException {
        return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)).GET());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws PlatformException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), head -> new LimitedBody(MAX_BODY));
        try {
            return answer.get(answerTime.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed("no answer within " + answerTime.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(reason(e.getCause()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private String reason(Throwable e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection within " + CONNECT_TIME.toSeconds() + " s; is the emulator running (run-ias)?";
        }
        if (e instanceof ConnectException) {
            return e.getCause() instanceof UnresolvedAddressException
                            || e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException
                    ? "unknown host " + base.getHost()
                    : "connection refused; is the emulator running (run-ias)?";
        }
        if (e instanceof SSLException) {
            return "TLS: " + e.getMessage() + " (trusted is the CA in " + caFile + " alone)";
        }
        return Reason.of(e);
    }

    /** The emulator explains a refusal in one line of text. */
    static String explanation(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    private PlatformException failed(String reason, Exception cause) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_NETWORK_FAILURE, "provisioning at " + base + " failed: " + reason, cause);
    }
}
