package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An attestation service in this process, with and without TLS, and the service providers that use it. */
final class LoadScene implements AutoCloseable {
    private static final String KEY = "0a0b0c0d0e0f10111213141516171819";

    private final Checkout checkout = new Checkout();
    private final TemporaryFolder folder = new TemporaryFolder("run-bench");
    private final LoadCertificates certificates;
    private final Path tlsCa;
    private final Path reportCa;
    private final LoadService service;
    private final LoadService plainService;

    LoadScene() throws IOException {
        try {
            certificates = new LoadCertificates();
            tlsCa = LoadCertificates.writeCa(certificates.tls(), folder.path().resolve("tls-ca.pem"));
            reportCa = LoadCertificates.writeCa(
                    certificates.reports(), folder.path().resolve("report-ca.pem"));
            service = LoadService.withTls(certificates);
            plainService = LoadService.plain(certificates);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make keys and certificates: " + e.getMessage(), e);
        }
    }

    /** The attestation service with TLS. */
    LoadService service() {
        return service;
    }

    /** The same without. */
    LoadService plainService() {
        return plainService;
    }

    /** Starts {@code bin/sp}. */
    ServerUnderLoad sp(List<String> options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(checkout.file("bin/sp").toString()));
        words.addAll(checkout.policyOptions());
        words.addAll(List.of(
                "--spid=" + EnclaveSide.SPID,
                "--ias-pri-api-key=" + KEY,
                "--no-proxy",
                "--ias-url=https://" + LoadCertificates.HOST + ":" + service.port(),
                "--ca-bundle-file=" + tlsCa,
                "--ias-signing-cafile=" + reportCa,
                "--bind=127.0.0.1"));
        words.addAll(options);
        words.add("0");
        return ServerUnderLoad.start(folder.path(), words);
    }

    /** Starts another service provider; what the placeholders in its command stand for is told in the help. */
    ServerUnderLoad other(String command) throws IOException, InterruptedException {
        Map<String, String> values = new HashMap<>();
        values.put("ias", LoadCertificates.HOST + ":" + service.port());
        values.put("ias-http", LoadCertificates.HOST + ":" + plainService.port());
        values.put("tls-ca", tlsCa.toString());
        values.put("report-ca", reportCa.toString());
        values.put("mrsigner", checkout.mrSigner());
        values.put("spid", EnclaveSide.SPID);
        values.put("key", KEY);
        return ServerUnderLoad.start(folder.path(), command, values);
    }

    /** Clients of a service provider. */
    LoadGenerator clientsOf(ServerUnderLoad server) {
        return new LoadGenerator(server.address(), new EnclaveSide(checkout.mrSigner()));
    }

    @Override
    public void close() throws IOException {
        service.close();
        plainService.close();
        folder.close();
    }
}
