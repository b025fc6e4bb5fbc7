package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.testdata.FreePort;
import org.sgxra.testdata.TestProxy;

/**
 * Runs every program with {@code -v -d}, to the end that it should have, and then looks for secrets wherever others could read
 * them: what was shown, files, arguments, environments.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecrecyIT {
    /**
     * Those of the linkable demonstration, given by the environment as one's own would be. The primary key of the other one stands
     * in every DCAP quote, whose authentication data are the bytes 00 to 1f.
     */
    private static final String PRIMARY = "2a2b2c2d2e2f30313233343536373839";

    private static final String SECONDARY = "3a3b3c3d3e3f40414243444546474849";
    private static final String WRONG = "c7a94f02be6d1385c7a94f02be6d1386";
    private static final String PASSWORD = "swordfish-of-the-proxy";
    private static final String SECRET = "what only the enclave may know";
    private static final String SECOND_SECRET = "what the other enclave may know";
    private static final List<String> KINDS = List.of("epid", "dcap");
    private static final List<String> AGENTS = List.of("direct", "curl", "jdk");

    @TempDir
    private static Path directory;

    private static Path notes;
    private static Stage stage;
    /** All but those that start others: the demonstration. */
    private static final List<Command> COMMANDS = new ArrayList<>();

    private static final List<Command> DEMOS = new ArrayList<>();
    /** Those of them that show a whole session. */
    private static final List<Command> SESSIONS = new ArrayList<>();

    private static Path epidQuote;
    private static Path dcapQuote;

    @BeforeAll
    static void start() throws Exception {
        notes = directory.resolve("notes");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        stage = Stage.in(
                directory,
                Map.of(
                        "SGXRA_JAVA_OPTIONS",
                        "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temporary + " " + WatchAgent.option(notes),
                        "TMPDIR",
                        temporary.toString(),
                        "PATH",
                        WatchAgent.curl(notes, directory.resolve("bin")) + ":" + System.getenv("PATH"),
                        "VERBOSE",
                        "1",
                        "DEBUG",
                        "1",
                        "LINKABLE",
                        "1",
                        "IAS_PRIMARY_SUBSCRIPTION_KEY",
                        PRIMARY,
                        "IAS_SECONDARY_SUBSCRIPTION_KEY",
                        SECONDARY));
        stage.with("ISV_CERT", directory.resolve("isv/cert.pem").toString())
                .with("ISV_KEY", directory.resolve("isv/key.pem").toString())
                .with("SECRET_FILE", file("secret", SECRET).toString())
                .with("ISV_SECRET_FILE", file("isv-secret", SECOND_SECRET).toString());
        // The key pair of the service provider, for both systems.
        good(stage.run("bin/isv-cert", path("sp.crt"), path("sp.key")));
        try (InputStream in = Files.newInputStream(directory.resolve("sp.crt"))) {
            PublicKey key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            file(
                    "sp.pem",
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
        }
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static Command good(Command command) throws InterruptedException {
        return ends(0, command);
    }

    private static Command ends(int exitCode, Command command) throws InterruptedException {
        assertThat(command.exitCode()).as("%s", command).isEqualTo(exitCode);
        return command;
    }

    private static Stage.Server server(String... options) throws IOException, InterruptedException {
        return stage.server(with(options, "--attestation=both", "--service-key-file=" + path("sp.key")));
    }

    private static Command attest(Stage.Server server, String kind, String... options)
            throws IOException, InterruptedException {
        return stage.attest(server, with(options, "--attestation=" + kind, "--pubkey-file=" + path("sp.pem")));
    }

    private static String[] with(String[] options, String... more) {
        return Stream.of(more, options).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /** Ends all that runs, so that it has said everything. */
    private static void close(Stage ended) throws InterruptedException {
        ended.close();
        for (Command command : ended.commands()) {
            command.exitCode();
            if (!DEMOS.contains(command)) {
                COMMANDS.add(command);
            }
        }
    }

    /** Lets the client prove its enclave, and sees that both ends take it so. */
    private static void trusted(Stage.Server server, String kind, String... options) throws Exception {
        Command client = good(attest(server, kind, options));
        assertThat(client.errors()).contains("Enclave TRUSTED");
        server.command()
                .awaitError(kind.equals("dcap") ? "^Platform status: OK$" : "^isvEnclaveQuoteStatus\\b.*\\bOK$");
        server.command().awaitError("Enclave TRUSTED");
        SESSIONS.addAll(List.of(client, server.command()));
    }

    @Test
    @Order(1)
    void firstSystemWithASecret() throws Exception {
        Stage.Server server = server("--log=" + path("sp.log"), "--events=" + path("sp.jsonl"));
        for (String kind : KINDS) {
            String sealed = path(kind + ".sealed");
            trusted(server, kind, "--events=" + path(kind + ".jsonl"), "--sealed-out=" + sealed);
            server.command().awaitError("^\\+* *SMK *= ");
            Command proof = good(stage.run("run-client", "--unseal=" + sealed, "--digest"));
            assertThat(proof.output()).matches("[0-9a-f]{64}");
        }
        good(stage.run("run-client", "-e"));
        epidQuote = file("epid.quote", good(stage.run("run-client", "-q")).output());
        dcapQuote = file(
                "dcap.quote",
                good(stage.run("run-client", "-q", "--attestation=dcap")).output());
    }

    @Test
    @Order(2)
    void secondSystemWithASecret() throws Exception {
        for (String kind : KINDS) {
            Command app = stage.run("run-isv-app", "--attestation=" + kind, "--pubkey-file=" + path("sp.pem"), "0");
            Command sp = good(stage.run(
                    "run-isv-sp",
                    "--attestation=" + kind,
                    "--service-key-file=" + path("sp.key"),
                    "--events=" + path("isv-" + kind + ".jsonl"),
                    "localhost:" + Stage.port(app)));
            assertThat(sp.errors()).contains("Enclave TRUSTED", "SMK");
            SESSIONS.add(sp);
            app.awaitError("Enclave TRUSTED, secret of " + SECOND_SECRET.length() + " bytes received");
        }
    }

    @Test
    @Order(3)
    void throughAProxyThatAsksForAPassword() throws Exception {
        try (TestProxy proxy = new TestProxy("user:" + PASSWORD, null)) {
            for (String agent : AGENTS) {
                Stage proxied =
                        stage.sibling().with("IAS_PROXY_URL", "http://user:" + PASSWORD + "@127.0.0.1:" + proxy.port());
                for (String kind : KINDS) {
                    proxy.targets.clear();
                    Stage.Server server = proxied.server(
                            "--user-agent=" + agent, "--attestation=" + kind, "--service-key-file=" + path("sp.key"));
                    trusted(server, kind);
                    assertThat(proxy.targets)
                            .as("tunnels of agent %s, %s", agent, kind)
                            .contains("CONNECT " + stage.url().substring("https://".length()));
                }
                close(proxied);
            }
        }
    }

    /** Where a reason is told there is more to tell than where all is well. */
    @Test
    @Order(4)
    void whatFails() throws Exception {
        failing("IAS_PROXY_URL", "http://user:" + PASSWORD + "@127.0.0.1:" + FreePort.any(), "127\\.0\\.0\\.1");
        try (TestProxy other = new TestProxy("user:other", null)) {
            failing("IAS_PROXY_URL", "http://user:" + PASSWORD + "@127.0.0.1:" + other.port(), "407");
        }
        Stage.Server strict = server("--mrsigner=" + "00".repeat(32));
        for (String kind : KINDS) {
            ends(2, attest(strict, kind));
        }
        // Another service provider than the one that the enclave is told of.
        ends(3, stage.attest(strict));
        stage.with("IAS_SECONDARY_SUBSCRIPTION_KEY", WRONG);
        failing("IAS_PRIMARY_SUBSCRIPTION_KEY", WRONG, "401");
        stage.with("IAS_SECONDARY_SUBSCRIPTION_KEY", SECONDARY);
    }

    private static void failing(String setting, String value, String reason) throws Exception {
        for (String agent : AGENTS) {
            Stage other = stage.sibling().with(setting, value);
            Stage.Server server = other.server("--attestation=both", "--user-agent=" + agent);
            ends(3, other.attest(server));
            server.command().awaitError(reason);
            if (setting.equals("IAS_PROXY_URL")) {
                ends(3, other.attest(server, "--attestation=dcap"));
            }
            close(other);
        }
    }

    @Test
    @Order(5)
    void commandsOfTheEmulator() throws Exception {
        String group = stage.ias("new-group").replaceAll("(?s).*?\\b([0-9a-f]{8})\\b.*", "$1");
        for (String command : List.of("retire", "unretire", "revoke", "unrevoke")) {
            stage.ias(command, "--group=" + group);
        }
        String key = "--key=" + stage.platformState().resolve("epid_blob");
        String pck = "--pck=" + stage.platformState().resolve("pck_certificate.pem");
        stage.ias("revoke", key);
        stage.ias("revoke", pck);
        Stage.Server server = server();
        for (String kind : KINDS) {
            ends(2, attest(server, kind));
        }
        stage.ias("unrevoke", key);
        stage.ias("unrevoke", pck);
        stage.ias("withdraw", "--number=17");
        stage.ias("unwithdraw", "--number=17");
        stage.ias("verify-quote", "--quote=" + epidQuote);
        stage.ias("list");
    }

    @Test
    @Order(6)
    void tools() throws Exception {
        String collateral = path("collateral");
        good(stage.run(
                "bin/sgx-ra",
                "collateral",
                "fetch",
                "--quote=" + dcapQuote,
                "--out=" + collateral,
                "--pcs-url=" + stage.url(),
                "--no-proxy",
                "--ca-bundle=" + stage.tlsCa()));
        String root = "--dcap-root=" + stage.iasState().resolve("sgx_root_ca.pem");
        good(stage.run(
                "bin/sgx-ra",
                "verify-quote",
                "--quote=" + dcapQuote,
                "--collateral=" + collateral,
                root,
                "--allow-debug-enclave"));
        good(stage.run("bin/sgx-ra", "decode", path("sp.log")));
        for (String kind : KINDS) {
            good(stage.run("bin/sgx-ra", "walkthrough", "-d", path(kind + ".jsonl"), "-o", path(kind + ".html")));
        }
        String ca = "--ca=" + stage.iasState().resolve("report_ca.pem");
        good(stage.run("bin/sgx-ra", "replay", path("sp.jsonl"), ca, root));
        for (String more : List.of("--dcap", "--tls")) {
            Command demo = good(stage.run("run-demo", more, "-v", "-d", "--state=" + path("demo" + more)));
            assertThat(demo.errors()).contains("Enclave TRUSTED");
            DEMOS.add(demo);
        }
    }

    @Test
    @Order(7)
    void noneOfThemToldASecret() throws Exception {
        close(stage);
        searchSeesAll();
        KnownSecrets secrets = new KnownSecrets();
        secrets.add("primary subscription key", PRIMARY);
        secrets.add("secondary subscription key", SECONDARY);
        secrets.add("wrong subscription key", WRONG);
        secrets.add("password of the proxy", PASSWORD);
        secrets.add("credentials of the proxy", "user:" + PASSWORD);
        secrets.add("secret", SECRET, directory.resolve("secret"));
        secrets.add("second secret", SECOND_SECRET, directory.resolve("isv-secret"));
        secrets.addStates(directory);
        assertThat(secrets.names())
                .contains(
                        "device secret",
                        "report root key",
                        "seal root key",
                        "x of an EPID member",
                        "f of an EPID member")
                .contains("private key of sp.key", "private key of key.pem", "private key of report_signing.pem, d")
                .contains("pccs_user_token", "issuerKey of groups.json", "pckSeed of dcap.json");

        List<String> told = secrets.toldInFiles(directory);
        for (Command command : COMMANDS) {
            told.addAll(secrets.toldIn(WatchAgent.arguments(notes, command.process()), said(command)));
        }
        for (Command demo : DEMOS) {
            told.addAll(secrets.toldIn("run-demo", said(demo)));
        }
        assertThat(told).isEmpty();
    }

    /** What is no secret and should be there is found: in digits, in bytes, in base64; in outputs, files and notes. */
    private static void searchSeesAll() throws Exception {
        KnownSecrets open = new KnownSecrets();
        Matcher measured = Pattern.compile("MRENCLAVE *= ([0-9a-f]{64})")
                .matcher(SESSIONS.get(1).errors());
        assertThat(measured.find()).isTrue();
        open.add("MRENCLAVE", HexFormat.of().parseHex(measured.group(1)));
        open.add("demonstration", path("demo"));
        assertThat(SESSIONS).hasSize(2 * KINDS.size() * (1 + AGENTS.size()) + KINDS.size());
        SESSIONS.forEach(command ->
                assertThat(open.toldIn("", said(command))).as("%s", command).contains("MRENCLAVE in "));
        List<String> files = open.toldInFiles(directory);
        for (String kind : KINDS) {
            for (String name : List.of(kind + ".jsonl", "isv-" + kind + ".jsonl", kind + ".html", kind + ".quote")) {
                assertThat(files).contains("MRENCLAVE in " + path(name));
            }
        }
        for (String name : List.of("sp.log", "sp.jsonl", "demo--dcap/sp.log", "demo--tls/isv-sp.log")) {
            assertThat(files).contains("MRENCLAVE in " + path(name));
        }
        for (Command command : COMMANDS) {
            assertThat(WatchAgent.arguments(notes, command.process()))
                    .as("%s", command)
                    .isNotEmpty();
            assertThat(WatchAgent.environment(notes, command.process())).contains("TMPDIR=" + path("tmp"));
        }
        // Two emulators, sp, isv-app, what makes its key pair, isv-sp.
        assertThat(files)
                .filteredOn(told -> told.startsWith("demonstration in " + notes) && told.endsWith(".cmdline"))
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(WatchAgent.curls(notes)).isNotEmpty().allMatch(note -> note.contains("-q\n-K\n-\n"));
    }
    /** One character for each byte, as files are read. */
    private static String said(Command command) {
        String text = command.output() + "\n" + command.errors();
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
