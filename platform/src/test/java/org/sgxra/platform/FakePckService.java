package org.sgxra.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.tls.TlsContexts;

/** Lets platforms join and issues PCK certificates under the root of {@link FakeEvidence}, over HTTPS on a free port. */
final class FakePckService implements AutoCloseable {
    /** TCB levels as components and PCE SVN, highest first; those of the evidence's TCB info. */
    private static final List<PlatformTcb> LEVELS = List.of(
            level(10, 2, 2, 13),
            level(10, 2, 2, 5),
            level(10, 2, 1, 13),
            level(10, 1, 2, 13),
            level(10, 1, 1, 13),
            level(9, 2, 2, 13),
            level(9, 2, 1, 13),
            level(1, 0, 0, 0));

    private static final KeyPair PPID_KEY = rsa();

    /** Every request, as method and path, in their order. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** What is done to the evidence before the next certificates are issued. */
    volatile Consumer<FakeEvidence> change = evidence -> {};
    /** Answers this instead of the certificate: a status and a line of text. */
    volatile Map.Entry<Integer, String> refusal;
    /** The header with the TCB level, or null for the right one. */
    volatile String tcbm;
    /** Answers to joining with this status. */
    volatile int joinStatus = 200;

    volatile boolean sendsChain = true;
    /** Answers whatever is asked, if there is one. */
    volatile HttpHandler instead;

    final Path caFile;
    private final Map<ByteString, byte[]> platforms = new HashMap<>();
    private final HttpsServer server;

    private static PlatformTcb level(int microcode, int mitigation, int configuration, int pceSvn) {
        byte[] components = new byte[16];
        components[0] = (byte) microcode;
        components[1] = (byte) mitigation;
        components[2] = (byte) configuration;
        return new PlatformTcb(ByteString.of(components), pceSvn);
    }

    private static KeyPair rsa() {
        try {
            return RsaKeys.generate(3072);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    FakePckService(Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair tls = generator.generateKeyPair();
        FakeEvidence evidence = new FakeEvidence();
        FakeCertificate leaf = evidence.signer;
        leaf.commonName = "localhost";
        leaf.key = SubjectPublicKeyInfo.getInstance(tls.getPublic().getEncoded());
        leaf.put(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        ByteString ca = FakeCertificate.pem(evidence.root.sign());
        caFile = Files.write(directory.resolve("tls_ca.pem"), ca.toArray());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                TlsContexts.server(tls.getPrivate(), Pem.certificates(text(FakeCertificate.pem(leaf.sign()))))));
        server.createContext("/", this::answer);
        server.start();
    }

    private static String text(ByteString pem) {
        return new String(pem.toArray(), StandardCharsets.US_ASCII);
    }

    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** How many requests there were whose method and path are these. */
    long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    /** Forgets every platform. */
    synchronized void forget() {
        platforms.clear();
    }

    /** A platform that joins here. */
    SoftPlatform platform(Path state) throws Exception {
        return new SoftPlatform(new PlatformConfig(state, uri(), caFile, line -> {}));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            HttpHandler other = instead;
            if (other != null) {
                other.handle(exchange);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/sgx/provisioning/v1/dcap" -> join(exchange, request);
                case "/sgx/certification/v4/pckcert" -> certify(exchange);
                default -> send(exchange, 404, new byte[0]);
            }
        } catch (Exception e) {
            send(exchange, 500, e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private synchronized void join(HttpExchange exchange, byte[] request) throws IOException {
        if (joinStatus != 200) {
            send(exchange, joinStatus, "known with other keys".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (request.length != 64
                || !"application/octet-stream"
                        .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new IllegalStateException("a request for joining has 64 bytes");
        }
        platforms.put(ByteString.of(request, 0, 16), Arrays.copyOfRange(request, 16, 64));
        byte[] modulus = ((RSAPublicKey) PPID_KEY.getPublic()).getModulus().toByteArray();
        send(exchange, 200, Arrays.copyOfRange(modulus, modulus.length - 384, modulus.length));
    }

    private synchronized void certify(HttpExchange exchange) throws Exception {
        if (refusal != null) {
            send(exchange, refusal.getKey(), refusal.getValue().getBytes(StandardCharsets.UTF_8));
            return;
        }
        Map<String, String> query = new HashMap<>();
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] nameAndValue = parameter.split("=", 2);
            query.put(nameAndValue[0], nameAndValue[1]);
        }
        if (!query.keySet().equals(java.util.Set.of("encrypted_ppid", "cpusvn", "pcesvn", "pceid"))
                || !query.get("pceid").equals("0000")
                || query.values().stream().anyMatch(value -> !value.matches("[0-9A-F]+"))) {
            throw new IllegalStateException("not the parameters of Intel's client: " + query.keySet());
        }
        ByteString ppid;
        try (SecretBytes secret = RsaOaep.decrypt(
                        PPID_KEY.getPrivate(), ByteString.fromHex(query.get("encrypted_ppid")))
                .orElseThrow()) {
            ppid = ByteString.fromHex(secret.reveal());
        }
        ByteString pceSvn = ByteString.fromHex(query.get("pcesvn"));
        PlatformTcb running =
                new PlatformTcb(ByteString.fromHex(query.get("cpusvn")), pceSvn.at(0) | pceSvn.at(1) << 8);
        byte[] joined = platforms.get(ppid);
        PlatformTcb level =
                LEVELS.stream().filter(l -> l.isAtMost(running)).findFirst().orElse(null);
        if (joined == null || level == null) {
            send(exchange, 404, "no such platform".getBytes(StandardCharsets.UTF_8));
            return;
        }
        FakeEvidence evidence = evidence(ppid, joined, level);
        exchange.getResponseHeaders()
                .add("sgx-tcbm", tcbm == null ? level.encoded().hex() : tcbm);
        if (sendsChain) {
            String chain = text(FakeCertificate.pem(evidence.ca(), evidence.root.sign()));
            exchange.getResponseHeaders()
                    .add(
                            "SGX-PCK-Certificate-Issuer-Chain",
                            chain.replace("%", "%25").replace("\n", "%0A").replace(" ", "%20"));
        }
        send(exchange, 200, FakeCertificate.pem(evidence.pck()).toArray());
    }

    private FakeEvidence evidence(ByteString ppid, byte[] joined, PlatformTcb level) throws Exception {
        FakeEvidence evidence = new FakeEvidence();
        try (SecretBytes seed = SecretBytes.wrap(Arrays.copyOfRange(joined, 16, 48));
                P256PrivateKey key = PckKeys.privateKey(seed, level.svns(), level.pceSvn())) {
            evidence.pck.key = FakeCertificate.spki(new P256KeyPair(key, P256.publicKey(key)));
        }
        evidence.pck.serialNumber = BigInteger.valueOf(4711);
        evidence.extension.ppid = ppid.toArray();
        evidence.extension.components = new int[16];
        for (int i = 0; i < 16; i++) {
            evidence.extension.components[i] = level.svns().at(i);
        }
        evidence.extension.cpuSvn = level.svns().toArray();
        evidence.extension.pceSvn = level.pceSvn();
        change.accept(evidence);
        return evidence;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
