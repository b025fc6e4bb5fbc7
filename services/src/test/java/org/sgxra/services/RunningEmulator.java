package org.sgxra.services;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.sgxra.platform.PlatformConfig;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.services.pcs.CollateralFault;
import org.sgxra.services.state.Subscription;

/** An emulator in this process on a free port, and a client of it that trusts its CA alone. */
final class RunningEmulator implements AutoCloseable {
    private static Path template;

    final Path state;
    final Emulator emulator;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient http;

    RunningEmulator(Path state) throws Exception {
        this(state, StandIn.NONE);
    }

    RunningEmulator(Path state, FaultInjection faults) throws Exception {
        this(state, faults, Clock.systemUTC());
    }

    RunningEmulator(Path state, FaultInjection faults, Clock clock, CollateralFault... collateralFaults)
            throws Exception {
        this(state, Optional.ofNullable(faults), clock, List.of(collateralFaults), StandIn.NONE);
    }

    RunningEmulator(Path state, StandIn standIn) throws Exception {
        this(state, Optional.empty(), Clock.systemUTC(), List.of(), standIn);
    }

    private RunningEmulator(
            Path state,
            Optional<FaultInjection> faults,
            Clock clock,
            List<CollateralFault> collateralFaults,
            StandIn standIn)
            throws Exception {
        this.state = state;
        this.emulator = Emulator.start(
                new Emulator.Config(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        state,
                        faults,
                        collateralFaults,
                        standIn),
                new Emulator.Output() {
                    @Override
                    public void line(String text) {
                        lines.add(text);
                    }

                    @Override
                    public void verbose(String text) {
                        lines.add(text);
                    }

                    @Override
                    public void debug(String text) {
                        lines.add(text);
                    }
                },
                clock);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust())
                .build();
    }

    /** Copies a state that was made once: making keys takes time, and most tests do not care. */
    static synchronized Path copyState(Path to) throws Exception {
        if (template == null) {
            template = Files.createTempDirectory(Path.of("target"), "state");
            new RunningEmulator(template).close();
        }
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(template)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
        return to;
    }

    /** TLS that trusts {@code tls_ca.pem}. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Files.readAllBytes(state.resolve("tls_ca.pem")))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    int port() {
        return emulator.port();
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + port() + path);
    }

    HttpResponse<byte[]> get(String path, String key) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Ocp-Apim-Subscription-Key", key)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpResponse<byte[]> post(String path, Subscription subscription, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Ocp-Apim-Subscription-Key", subscription.primaryKey())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** A platform that is provisioned here. */
    SoftPlatform platform(Path directory) throws Exception {
        return new SoftPlatform(new PlatformConfig(directory, uri(""), state.resolve("tls_ca.pem"), lines::add));
    }

    @Override
    public void close() {
        emulator.close();
    }
}
