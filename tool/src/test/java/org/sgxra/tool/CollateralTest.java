package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.testdata.TestData;
import org.sgxra.tool.collateral.CollateralCommand;

/** {@code sgx-ra collateral fetch} from a service that publishes recorded collateral over HTTPS on the loopback. */
class CollateralTest {
    private static final String NEW = "dcap/swhardening-v3-00606a000000-202606-8fcedd/";
    private static final String OLD = "dcap/swhardening-v3-00606a000000-202301-9a1589/";
    private static final String OTHER = "dcap/swhardening-v3-00906ea10000-202211-83cc18/";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path keys;

    private static String certificate;
    private static SSLContext tls;

    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String published = NEW;
    /** Published instead of the recorded files of these names. */
    private final Map<String, byte[]> changed = new ConcurrentHashMap<>();

    private HttpsServer server;

    /** A store with a password takes longer to read than a test. */
    @BeforeAll
    static void makeKeys() throws Exception {
        Path file = keys.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        certificate = Pem.encode(Pem.CERTIFICATE, store.getCertificate("tls").getEncoded());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
    }

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), certificate);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestURI().toString();
            requests.add(request);
            if (request.contains("/tcb?")) {
                reply(exchange, "tcbInfo.json", "TCB-Info-Issuer-Chain", "tcbSignChain.pem");
            } else if (request.endsWith("/qe/identity")) {
                reply(exchange, "qeIdentity.json", "SGX-Enclave-Identity-Issuer-Chain", "tcbSignChain.pem");
            } else if (request.contains("/pckcrl?")) {
                reply(exchange, "pckCrl.der", "SGX-PCK-CRL-Issuer-Chain", "pckCrlIssuerChain.pem");
            } else {
                reply(exchange, "rootCaCrl.der", "X-None", "tcbSignChain.pem");
            }
        }
    }

    private void reply(HttpExchange exchange, String body, String header, String chain) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        header,
                        URLEncoder.encode(
                                        new String(published(chain), StandardCharsets.US_ASCII), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        byte[] bytes = published(body);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private byte[] published(String name) {
        byte[] bytes = changed.get(name);
        return bytes == null ? TestData.bytes(published + name) : bytes;
    }

    private ToolRun fetch(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "collateral",
                "fetch",
                "--quote=" + TestData.path(NEW + "quote.bin"),
                "--out=" + folder.resolve("out"),
                "--pcs-url=https://localhost:" + server.getAddress().getPort(),
                "--ca-bundle=" + folder.resolve("ca.pem"),
                "--no-proxy"));
        args.addAll(List.of(more));
        return ToolRun.of(args.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "jdk", "curl"})
    void storesWhatTheQuoteIsVerifiedWith(String agent) throws IOException {
        ToolRun run = fetch("--user-agent=" + agent);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(requests)
                .containsExactly(
                        "/sgx/certification/v4/tcb?fmspc=00606A000000",
                        "/sgx/certification/v4/qe/identity",
                        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                        "/IntelSGXRootCA.der");
        for (String name : List.of(
                "tcbInfo.json",
                "qeIdentity.json",
                "tcbSignChain.pem",
                "rootCaCrl.der",
                "pckCrl.der",
                "pckCrlIssuerChain.pem")) {
            assertThat(folder.resolve("out").resolve(name)).hasBinaryContent(TestData.bytes(NEW + name));
            assertThat(run.out()).contains(folder.resolve("out").resolve(name).toString());
        }
        assertThat(folder.resolve("out").toFile().list()).hasSize(6);
        ToolRun verified = ToolRun.of(
                "verify-quote",
                "--quote=" + TestData.path(NEW + "quote.bin"),
                "--collateral=" + folder.resolve("out"),
                "--verify-at=2026-06-20T19:23:05Z");
        assertThat(verified.exitCode()).isEqualTo(4);
        assertThat(verified.out()).contains("the status is SWHardeningNeeded");
    }

    @Test
    void storesWhatTheQuoteOfATrustDomainIsVerifiedWith() throws Exception {
        String recorded = "dcap/tdx-uptodate-v4-b0c06f000000-202506/";
        Collateral collateral = Collateral.ofJson(TestData.bytes(recorded + "collateral.json"));
        changed.put("tcbInfo.json", collateral.tcbInfo().toArray());
        changed.put("qeIdentity.json", collateral.qeIdentity().toArray());
        changed.put("tcbSignChain.pem", collateral.tcbInfoChain().toArray());
        changed.put("pckCrl.der", collateral.pckCrl().toArray());
        changed.put(
                "pckCrlIssuerChain.pem",
                collateral.pckCrlIssuerChain().orElseThrow().toArray());
        changed.put("rootCaCrl.der", collateral.rootCrl().toArray());
        String quote = "--quote=" + TestData.path(recorded + "quote.bin");

        ToolRun run = fetch(quote);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(requests)
                .containsExactly(
                        "/tdx/certification/v4/tcb?fmspc=B0C06F000000",
                        "/tdx/certification/v4/qe/identity",
                        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                        "/IntelSGXRootCA.der");
        ToolRun verified = ToolRun.of(
                "verify-quote", quote, "--collateral=" + folder.resolve("out"), "--verify-at=2025-06-20T00:00:00Z");
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    @Test
    void keepsWhatIsNewer() throws IOException {
        assertThat(fetch().exitCode()).isZero();
        published = OLD;
        ToolRun older = fetch();
        assertThat(older.exitCode()).isEqualTo(3);
        assertThat(older.err())
                .contains("is older than " + folder.resolve("out").resolve("tcbInfo.json"));
        assertThat(folder.resolve("out").resolve("tcbInfo.json"))
                .hasBinaryContent(TestData.bytes(NEW + "tcbInfo.json"));
        published = NEW;
        assertThat(fetch().exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rootCaCrl.der", "pckCrl.der", "qeIdentity.json"})
    void keepsEachFileThatIsNewer(String name) throws IOException {
        assertThat(fetch().exitCode()).isZero();
        changed.put(name, TestData.bytes(OLD + name));

        ToolRun older = fetch();
        assertThat(older.exitCode()).isEqualTo(3);
        assertThat(older.err())
                .contains("is older than " + folder.resolve("out").resolve(name))
                .hasLineCount(1);
        assertThat(folder.resolve("out").resolve(name)).hasBinaryContent(TestData.bytes(NEW + name));
    }

    @Test
    void replacesWhatIsOlder() throws IOException {
        published = OLD;
        assertThat(fetch().exitCode()).isZero();
        published = NEW;
        assertThat(fetch().exitCode()).isZero();
        for (String name : List.of("tcbInfo.json", "qeIdentity.json", "rootCaCrl.der", "pckCrl.der")) {
            assertThat(folder.resolve("out").resolve(name)).hasBinaryContent(TestData.bytes(NEW + name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcbInfo.json, SGX, 'SGX, FMSPC 00906ea10000'",
        "pckCrl.der, SGX, the CA C=US,ST=CA,L=Santa Clara,O=Intel Corporation,CN=Intel SGX PCK Processor CA",
        "tcbInfo.json, TDX, 'TDX, FMSPC b0c06f000000'",
        "qeIdentity.json, TDX, the enclave TD_QE"
    })
    void leavesAFolderOfAnotherPlatformAsItIs(String name, String tee, String subject) throws Exception {
        byte[] other = tee.equals("TDX") ? ofTrustDomains(name) : TestData.bytes(OTHER + name);
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.write(out.resolve(name), other);

        ToolRun run = fetch();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("--out", name + " there is of " + subject, "choose another folder")
                .hasLineCount(1);
        assertThat(out.toFile().list()).containsExactly(name);
        assertThat(out.resolve(name)).hasBinaryContent(other);
    }

    private static byte[] ofTrustDomains(String name) throws DcapFormatException {
        Collateral collateral =
                Collateral.ofJson(TestData.bytes("dcap/tdx-uptodate-v4-b0c06f000000-202506/collateral.json"));
        return (name.equals("tcbInfo.json") ? collateral.tcbInfo() : collateral.qeIdentity()).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcbInfo.json", "qeIdentity.json", "rootCaCrl.der", "pckCrl.der"})
    void saysWhichStoredFileIsDamaged(String name) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve(name), "{\u001b");

        ToolRun run = fetch();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("--out", name + " there is damaged", "delete it or choose another folder")
                .doesNotContain("\u001b")
                .hasLineCount(1);
        assertThat(out.toFile().list()).containsExactly(name);
    }

    @Test
    void writesNoControlCharactersOfAnswers() {
        changed.put(
                "tcbInfo.json",
                TestData.text(NEW + "tcbInfo.json")
                        .replace("\"id\":\"SGX\"", "\"id\":\"\\u001b[2J\\u202eSGX\"")
                        .getBytes(StandardCharsets.UTF_8));
        ToolRun run = fetch();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("?[2J?SGX").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void storesFilesThatOthersMayReadAsTheyMayReadNewOnes() throws IOException {
        assertThat(fetch().exitCode()).isZero();
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(Files.getPosixFilePermissions(ordinary)));
        }
    }

    @Test
    void leavesNoPartOfAFileThatCannotBeReplaced() throws IOException {
        Path out = folder.resolve("out");
        Files.createDirectories(out.resolve("tcbSignChain.pem").resolve("full"));
        ToolRun run = fetch();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be written").hasLineCount(1);
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("tcbInfo.json", "qeIdentity.json", "tcbSignChain.pem");
    }

    @Test
    void saysInALineWhatAgentsCannotWorkWith() {
        assertThatThrownBy(() -> fetch(Map.of("PATH", ""), "--user-agent=curl"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("curl");
        assertThatThrownBy(() -> fetch(Map.of("https_proxy", "https://proxy.example:1"), "--user-agent=jdk"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("proxy");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://proxy.example:1", "socks5://proxy.example:1"})
    void needsNoProxyOfTheEnvironmentForADirectConnection(String proxy) throws UsageException {
        assertThat(fetch(Map.of("https_proxy", proxy), "--no-proxy")).isZero();
    }

    private int fetch(Map<String, String> environment, String... more) throws UsageException {
        List<String> args = new ArrayList<>(List.of(
                "--quote=" + TestData.path(NEW + "quote.bin"),
                "--out=" + folder.resolve("out"),
                "--pcs-url=https://localhost:" + server.getAddress().getPort(),
                "--ca-bundle=" + folder.resolve("ca.pem"),
                "fetch"));
        args.addAll(List.of(more));
        ProcessStreams streams = new ProcessStreams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                false,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Path.of(""));
        return CollateralCommand.run(CollateralCommand.TABLE.parse(args.toArray(new String[0])), streams, environment);
    }

    @Test
    void doesNotStoreWhereOtherCollateralWouldCount() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out").resolve("collateral.json"), "{}");
        ToolRun run = fetch();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("collateral.json is there");
    }

    @Test
    void saysWhyNothingWasFetched() throws IOException {
        published = OTHER;
        ToolRun foreign = fetch();
        assertThat(foreign.exitCode()).isEqualTo(3);
        assertThat(foreign.err()).contains("TCB info").contains("00906ea10000").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();

        ToolRun untrusted = fetch("--ca-bundle=" + TestData.path("ias/AttestationReportSigningCACert.pem"));
        assertThat(untrusted.exitCode()).isEqualTo(3);
        assertThat(untrusted.err()).contains("TLS with localhost");

        ToolRun epid = fetch("--quote=" + TestData.list("quotes", ".hex").get(0));
        assertThat(epid.exitCode()).isEqualTo(2);
        assertThat(epid.err()).contains("(EPID)");
        ToolRun ppid = fetch("--quote=" + TestData.path("dcap/_parse-only/quote-type3-27d110d1.bin"));
        assertThat(ppid.exitCode()).isEqualTo(2);
        assertThat(ppid.err()).contains("type 3, not a PCK certificate chain");
    }

    @Test
    void endsWith1ForWrongUsage() {
        assertUsage("knows one command: fetch", "collateral");
        assertUsage("--quote is required", "collateral", "fetch");
        assertUsage("must be https://host[:port]", "--pcs-url=ftp://x");
        assertUsage("exclude each other", "--pccs-url=https://localhost");
        assertUsage("exclude each other", "--proxy=http://localhost");
        assertUsage("is none of direct, jdk, curl", "--user-agent=wget");
    }

    private void assertUsage(String message, String... args) {
        ToolRun run = args[0].startsWith("-") ? fetch(args) : ToolRun.of(args);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }
}
