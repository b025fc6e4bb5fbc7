package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration with a platform's manifest, certificates asked for with it, and the administration of a PCCS. */
class DcapRegistrationTest {
    private static final String V4 = DcapPlatform.V4;
    private static final String PCCS = "/pccs" + V4;
    private static final String UNKNOWN_PPID = "00".repeat(384);

    @TempDir
    static Path directory;

    private static RunningEmulator ias;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> post(String path, String body) throws Exception {
        return ias.post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> send(String method, String path, String header, String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(ias.uri(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return ias.send((token == null ? request : request.header(header, token)).build());
    }

    private static String manifest(DcapPlatform platform) {
        return HexFormat.of().formatHex(platform.identity);
    }

    private static String token(String file) throws Exception {
        return Files.readString(ias.state.resolve(file)).strip();
    }

    @Test
    void registersAPlatformAndAnswersWithItsPpid() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 101);

        HttpResponse<byte[]> added = ias.post("/sgx/registration/v1/package", platform.identity);
        assertThat(added.statusCode()).isEqualTo(400);
        assertThat(added.headers().firstValue("Error-Code")).hasValue("InvalidPlatformManifest");
        HttpResponse<byte[]> registered = ias.post("/sgx/registration/v1/platform", platform.identity);
        assertThat(registered.statusCode()).isEqualTo(201);
        assertThat(text(registered)).isEqualTo(manifest(platform).substring(0, 32));
        assertThat(registered.headers().firstValue("Request-ID")).isPresent();
        assertThat(ias.post("/sgx/registration/v1/package", platform.identity).statusCode())
                .isEqualTo(201);
        // It has joined with that.
        assertThat(platform.certify().certificate.statusCode()).isEqualTo(200);

        platform.identity[20] ^= 1;
        assertThat(ias.post("/sgx/registration/v1/platform", platform.identity).statusCode())
                .isEqualTo(400);
        HttpResponse<byte[]> cut = ias.post("/sgx/registration/v1/platform", new byte[63]);
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(cut.headers().firstValue("Error-Code")).hasValue("InvalidRequestSyntax");
        assertThat(cut.headers().firstValue("Error-Message"))
                .hasValueSatisfying(
                        message -> assertThat(message).contains("64 bytes").contains("not 63"));
        assertThat(ias.get("/sgx/registration/v1/platform").statusCode()).isEqualTo(405);
        assertThat(ias.post("/sgx/registration/v1/machine", new byte[64]).statusCode())
                .isEqualTo(404);
    }

    /** The answers are those that the encrypted PPID of the same platform gets. */
    @Test
    void certifiesAPlatformThatSendsItsManifest() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 102);
        String members = "\"platformManifest\":\"" + manifest(platform) + "\",\"pceid\":\"0000\"";
        String cpuSvn = ",\"cpusvn\":\"0a010200000000000000000000000000\"";

        for (String base : new String[] {V4, "/sgx/certification/v3", PCCS}) {
            HttpResponse<byte[]> one = post(base + "/pckcert", "{" + members + cpuSvn + ",\"pcesvn\":\"0f00\"}");
            HttpResponse<byte[]> all = post(base + "/pckcerts", "{" + members + "}");
            HttpResponse<byte[]> reached = post(base + "/pckcerts/config", "{" + members + cpuSvn + "}");

            String query = "?encrypted_ppid=" + platform.encryptedPpid() + "&pceid=0000";
            String reachedQuery = query + "&cpusvn=0a010200000000000000000000000000";
            assertSame(one, ias.get(base + "/pckcert" + reachedQuery + "&pcesvn=0f00"));
            assertThat(one.headers().firstValue("SGX-TCBm")).hasValue("0A0102000000000000000000000000000D00");
            assertSame(all, ias.get(base + "/pckcerts" + query));
            assertSame(reached, ias.get(base + "/pckcerts/config" + reachedQuery));
        }
    }

    private static void assertSame(HttpResponse<byte[]> posted, HttpResponse<byte[]> got) {
        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(text(posted)).isEqualTo(text(got));
        for (String header : new String[] {
            "Content-Type", "SGX-PCK-Certificate-Issuer-Chain", "SGX-TCBm", "SGX-FMSPC", "SGX-PCK-Certificate-CA-Type"
        }) {
            assertThat(posted.headers().firstValue(header))
                    .isEqualTo(got.headers().firstValue(header));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {
                "/pckcert; {; 400; the body is no JSON object",
                "/pckcert; []; 400; the body is no JSON object",
                "/pckcert; {\"pceid\":\"0000\"}; 400; platformManifest is missing",
                "/pckcerts; {\"platformManifest\":5,\"pceid\":\"0000\"}; 400; platformManifest is no string",
                "/pckcerts; {\"platformManifest\":\"00\",\"pceid\":\"0000\"}; 400; a SOFT platform's manifest has 64 bytes",
                "/pckcerts; {\"platformManifest\":\"zz\",\"pceid\":\"0000\"}; 400; the platform's manifest: ",
                "/pckcerts; {\"platformManifest\":\"M\"}; 400; pceid is missing",
                "/pckcerts; {\"platformManifest\":\"M\",\"pceid\":\"0100\"}; 404; no platform has PCE id 0100",
                "/pckcert; {\"platformManifest\":\"M\",\"pceid\":\"0000\"}; 400; cpusvn is missing",
                "/tcb; {}; 405; ",
            },
            delimiter = ';')
    void refusesWhatIsWrongWithAManifest(String path, String body, int status, String reason) throws Exception {
        String manifest = manifest(new DcapPlatform(ias, 103));

        HttpResponse<byte[]> answer = post(V4 + path, body.replace("\"M\"", "\"" + manifest + "\""));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (reason != null) {
            assertThat(answer.headers().firstValue("Error-Message").orElse("")).startsWith(reason);
        }
        // A manifest in an address is none.
        assertThat(ias.get(V4 + "/pckcerts?pceid=0000&platformManifest=" + manifest)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void usersTellPccsOfTheirPlatforms() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 104);
        String qeId = "104104104104104104104104104104ab";
        String user = token("pccs_user_token");
        String entry = "{\"qe_id\":\"" + qeId
                + "\",\"pce_id\":\"0000\",\"cpu_svn\":\"\",\"pce_svn\":\"\",\"enc_ppid\":\"PPID\","
                + "\"platform_manifest\":\"\"}";
        String byQeId = PCCS + "/pckcert?qeid=" + qeId + "&encrypted_ppid=" + UNKNOWN_PPID
                + "&cpusvn=0a020200000000000000000000000000&pcesvn=0f00&pceid=0000";
        String ppid = platform.encryptedPpid();
        assertThat(ias.get(byQeId).statusCode()).isEqualTo(461);

        HttpResponse<byte[]> told = send("POST", PCCS + "/platforms", "user-token", user, entry.replace("PPID", ppid));

        assertThat(told.statusCode()).as(text(told)).isEqualTo(200);
        assertThat(ias.get(byQeId).statusCode()).isEqualTo(200);
        JsonNode known = platforms("[00534F465400]");
        assertThat(known).anySatisfy(node -> {
            assertThat(node.get("qe_id").asText()).isEqualTo(qeId);
            assertThat(node.get("pce_id").asText()).isEqualTo("0000");
        });
        assertThat(platforms("[00906ED50000]")).isEmpty();
        assertThat(platforms("reg_na")).isEmpty();
    }

    @Test
    void aPlatformThatIsWaitedForBecomesKnownWhenItIsBrought() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 105);
        String qeId = "105105105105105105105105105105ab";
        String entry = "{\"qe_id\":\"" + qeId + "\",\"pce_id\":\"0000\",\"platform_manifest\":\"MANIFEST\"}";
        String waiting = entry.replace("MANIFEST", "");
        assertThat(send("POST", PCCS + "/platforms", "user-token", token("pccs_user_token"), waiting)
                        .statusCode())
                .isEqualTo(200);
        assertThat(platforms("reg"))
                .anySatisfy(node -> assertThat(node.get("qe_id").asText()).isEqualTo(qeId));

        String path = PCCS + "/platformcollateral";
        String admin = token("pccs_admin_token");
        HttpResponse<byte[]> unknown =
                send("PUT", path, "admin-token", admin, "{\"platforms\":[" + waiting + "],\"collaterals\":{}}");
        assertThat(unknown.statusCode()).isEqualTo(461);
        HttpResponse<byte[]> brought = send(
                "PUT",
                path,
                "admin-token",
                admin,
                "{\"platforms\":[" + entry.replace("MANIFEST", manifest(platform))
                        + "],\"collaterals\":{\"version\":3}}");

        assertThat(brought.statusCode()).as(text(brought)).isEqualTo(200);
        assertThat(platforms("reg"))
                .noneSatisfy(node -> assertThat(node.get("qe_id").asText()).isEqualTo(qeId));
        assertThat(ias.get(PCCS + "/pckcert?qeid=" + qeId + "&encrypted_ppid=" + UNKNOWN_PPID
                                + "&cpusvn=0a020200000000000000000000000000&pcesvn=0f00&pceid=0000")
                        .statusCode())
                .isEqualTo(200);
    }

    private static JsonNode platforms(String source) throws Exception {
        HttpResponse<byte[]> answer = send(
                "GET",
                PCCS + "/platforms?source=" + source.replace("[", "%5B").replace("]", "%5D"),
                "admin-token",
                token("pccs_admin_token"),
                null);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        JsonNode platforms = new ObjectMapper().readTree(answer.body());
        assertThat(answer.headers().firstValue("platform-count")).hasValue(String.valueOf(platforms.size()));
        return platforms;
    }

    @Test
    void refreshIssuesDocumentsAnew() throws Exception {
        byte[] before = ias.get(V4 + "/qe/identity").body();
        assertThat(ias.get(V4 + "/qe/identity").body()).isEqualTo(before);

        assertThat(send("POST", PCCS + "/refresh", "admin-token", token("pccs_admin_token"), "")
                        .statusCode())
                .isEqualTo(200);

        // Another signature at least: ECDSA signs the same differently each time.
        assertThat(ias.get(V4 + "/qe/identity").body()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /platforms, admin-token, pccs_user_token",
        "POST, /platforms, user-token, pccs_admin_token",
        "PUT, /platformcollateral, admin-token, pccs_user_token",
        "GET, /refresh, admin-token, pccs_user_token",
        "POST, /refresh, user-token, pccs_admin_token"
    })
    void theTokenDecides(String method, String path, String header, String foreign) throws Exception {
        String body = method.equals("GET") ? null : "{}";
        for (String token : new String[] {null, "x", token(foreign)}) {
            HttpResponse<byte[]> answer = send(method, PCCS + path, header, token, body);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(text(answer)).endsWith("-token is missing or wrong\n");
        }
        assertThat(send("DELETE", PCCS + path, "admin-token", token("pccs_admin_token"), null)
                        .statusCode())
                .isEqualTo(405);
        // They are PCCS's alone.
        assertThat(send(method, V4 + path, header, token("pccs_admin_token"), body)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            delimiter = ';',
            value = {
                "{; 400",
                "{}; 400",
                "{\"qe_id\":\"00\",\"pce_id\":\"0000\"}; 400",
                "{\"qe_id\":\"00112233445566778899aabbccddeeff\"}; 400",
                "{\"qe_id\":\"00112233445566778899aabbccddeeff\",\"pce_id\":0}; 400",
                "{\"qe_id\":\"00112233445566778899aabbccddeeff\",\"pce_id\":\"0000\",\"enc_ppid\":\"00\"}; 400",
                "{\"qe_id\":\"00112233445566778899aabbccddeeff\",\"pce_id\":\"0000\",\"platform_manifest\":\"00\"}; 400",
                "{\"qe_id\":\"00112233445566778899aabbccddeeff\",\"pce_id\":\"0100\"}; 460"
            })
    void refusesWhatIsNoPlatform(String body, int status) throws Exception {
        assertThat(send("POST", PCCS + "/platforms", "user-token", token("pccs_user_token"), body)
                        .statusCode())
                .isEqualTo(status);
        assertThat(send(
                                "PUT",
                                PCCS + "/platformcollateral",
                                "admin-token",
                                token("pccs_admin_token"),
                                "{\"platforms\":[" + body + "],\"collaterals\":{}}")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void tokensAreMadeOnceAndKept() throws Exception {
        String user = token("pccs_user_token");
        assertThat(user).matches("[0-9a-f]{32}").isNotEqualTo(token("pccs_admin_token"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ias.state.resolve("pccs_admin_token"))))
                .isEqualTo("rw-------");
        assertThat(ias.lines).noneMatch(line -> line.contains(user));
    }

    /** A platform's own file begins with lines of its own. */
    @Test
    void revokesByThePlatformsOwnFile() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 106).certify();
        Path file = Files.writeString(
                directory.resolve("pck_certificate.pem"),
                "# The PCK certificate of this SOFT platform and its chain, with what it was asked for.\ncpu_svn = 00\n\n"
                        + platform.pckChain());
        IasOptions options =
                IasOptions.of(IasOptions.TABLE.parse("revoke", "--pck=" + file, "--state=" + ias.state), directory);

        options.command().orElseThrow().run(options.arguments(), new PrintStream(PrintStream.nullOutputStream()));

        assertThat(platform.verdict().status()).isEmpty();
        assertThat(platform.verdict().toString()).contains("PCK_REVOKED");
    }
}
