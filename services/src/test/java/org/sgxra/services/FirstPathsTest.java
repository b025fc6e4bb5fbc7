package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.Subscription;
import org.sgxra.services.state.TlsNames;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** API versions 1 to 3 at the first paths, as clients of those years ask; the client is curl, whose library the original used. */
class FirstPathsTest {
    private static final Pattern HEADERS = Pattern.compile("(?s)\\A(HTTP/1\\.1 [^\r]*)\r\n(.*?)\r\n\r\n(.*)\\z");

    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static Path client;
    private static Path ofCa;
    private static Path expired;
    private static EpidQuote quote;

    @BeforeAll
    static void start() throws Exception {
        ClientIdentity registered = ClientIdentity.selfSigned("CN=registered", Duration.ofDays(1));
        ClientIdentity ca = ClientIdentity.selfSigned("CN=CA of clients", Duration.ofDays(1));
        ClientIdentity old = ClientIdentity.selfSigned("CN=old", Duration.ofDays(-1));
        client = registered.write(directory.resolve("client.pem"));
        ofCa = ca.issue("CN=of a CA").write(directory.resolve("ofCa.pem"));
        expired = old.write(directory.resolve("expired.pem"));
        ias = new RunningEmulator(
                RunningEmulator.copyState(directory.resolve("ias")),
                new StandIn(
                        TlsNames.LOCAL,
                        ReportNames.OWN,
                        List.of(registered.certificate(), ca.certificate(), old.certificate()),
                        false));
        quote = quote("0a0202", 16);
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static EpidQuote quote(String cpuSvn, int qeSvn) throws Exception {
        Path platform = Files.createDirectories(directory.resolve("platform"));
        Files.writeString(
                platform.resolve("platform.conf"),
                "cpu_svn = " + cpuSvn + "0".repeat(26) + "\nqe_svn = " + qeSvn + "\npce_svn = 15\nmisbehave = no\n");
        return new TestEnclave(ias.platform(platform)).quote(Subscription.LINKABLE_DEMO);
    }

    /** Status line, header lines, body. */
    private static Matcher answer(Path certificate, String path, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-i", "https://localhost:" + ias.port() + path));
        if (certificate != null) {
            arguments.addAll(List.of("--cert", certificate.toString()));
        }
        arguments.addAll(List.of(more));
        String output =
                Curl.run(ias, arguments.toArray(new String[0])).replaceFirst("\\AHTTP/1.1 100 Continue\r\n\r\n", "");
        Matcher answer = HEADERS.matcher(output);
        assertThat(answer.matches()).as(output).isTrue();
        return answer;
    }

    private static Matcher report(int version, String body) throws Exception {
        Path file = Files.writeString(directory.resolve("evidence"), body);
        return answer(
                client,
                "/attestation/sgx/v" + version + "/report",
                "-H",
                "Content-Type: application/json",
                "-H",
                "Expect: 100-continue",
                "--data-binary",
                "@" + file);
    }

    private static String header(Matcher answer, String name) {
        Matcher header = Pattern.compile("(?m)^" + name + ": (.*)$")
                .matcher(answer.group(2).replace("\r", ""));
        return header.find() ? header.group(1) : null;
    }

    /** What docs/spec/wire-tls-protobuf.md section 8 says of the original service provider: it reads the answer literally. */
    @Test
    void answersTheOriginalServiceProviderAsItNeedsIt() throws Exception {
        String request = TestEnclave.evidence(quote) + "\n";
        assertThat(request).hasSize(1511);

        Matcher answer = report(1, request);

        assertThat(answer.group(1)).isEqualTo("HTTP/1.1 201 Created");
        assertThat(header(answer, "content-length"))
                .isEqualTo(String.valueOf(answer.group(3).length()));
        assertThat(answer.group(2).lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactlyInAnyOrder("content-type", "date", "content-length", "request-id");
        JsonNode json = new ObjectMapper().readTree(answer.group(3));
        assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo("OK");
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("id", "timestamp", "epidPseudonym", "isvEnclaveQuoteStatus", "isvEnclaveQuoteBody");

        String gid = ias.emulator.state().groups().all().get(0).gid().toString();
        Matcher sigRl = answer(client, "/attestation/sgx/v1/sigrl/" + gid);
        assertThat(sigRl.group(1)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(sigRl.group(2)).contains("content-length: 0").doesNotContain("content-type");
        assertThat(answer(client, "/attestation/sgx/v1/sigrl/00000000").group(1))
                .isEqualTo("HTTP/1.1 404 Not Found");
    }

    /** Header names and body by version, for one platform. */
    @ParameterizedTest
    @CsvSource({
        "0a0202, 16, OK,                  OK,                   OK",
        "0a0102, 16, OK,                  OK,                   SW_HARDENING_NEEDED",
        "0a0201, 16, GROUP_OUT_OF_DATE,   CONFIGURATION_NEEDED, CONFIGURATION_NEEDED",
        "0a0101, 16, GROUP_OUT_OF_DATE,   CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED",
        "0a0202, 15, GROUP_OUT_OF_DATE,   GROUP_OUT_OF_DATE,    GROUP_OUT_OF_DATE"
    })
    void versionsDifferAsTheSpecificationSays(String cpuSvn, int qeSvn, String first, String third, String fourth)
            throws Exception {
        String levels = Files.readString(ias.state.resolve("tcb.conf"));
        Files.writeString(
                ias.state.resolve("tcb.conf"),
                levels.replaceAll(
                        "(?m)^advisories = .*$", "advisories = INTEL-SA-00334,INTEL-SA-00161,INTEL-SA-00219"));
        try {
            String evidence = TestEnclave.evidence(quote(cpuSvn, qeSvn));
            String ids = "INTEL-SA-00334,INTEL-SA-00161,INTEL-SA-00219";
            for (int version = 1; version <= 3; version++) {
                Matcher answer = report(version, evidence);
                JsonNode json = new ObjectMapper().readTree(answer.group(3));
                String status = version == 3 ? third : first;
                assertThat(answer.group(1)).endsWith(version == 1 ? " 201 Created" : " 200 OK");
                assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo(status);
                assertThat(json.path("version").asInt(0)).isEqualTo(version == 3 ? 3 : 0);
                assertThat(json.has("advisoryURL") || json.has("advisoryIDs")).isFalse();
                assertThat(json.has("platformInfoBlob")).isEqualTo(!status.equals("OK"));
                boolean advisories = version == 3 && !status.equals("OK");
                assertThat(header(answer, "advisory-ids")).isEqualTo(advisories ? ids : null);
                assertThat(header(answer, "advisory-url"))
                        .isEqualTo(advisories ? "https://security-center.intel.com" : null);
                assertThat(header(answer, "x-iasreport-signature") != null).isEqualTo(version > 1);
                assertThat(header(answer, "x-iasreport-signing-certificate") != null)
                        .isEqualTo(version > 1);
            }
            for (int version = 4; version <= 5; version++) {
                JsonNode json = new ObjectMapper()
                        .readTree(ias.post(
                                        "/sgx/dev/attestation/v" + version + "/report",
                                        Subscription.LINKABLE_DEMO,
                                        evidence)
                                .body());
                assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo(fourth);
                List<String> listed = new ArrayList<>();
                json.path("advisoryIDs").forEach(id -> listed.add(id.asText()));
                assertThat(String.join(",", listed)).isEqualTo(fourth.equals("OK") ? "" : ids);
                assertThat(json.has("tcbEvaluationDataNumber")).isEqualTo(version == 5);
            }
        } finally {
            Files.writeString(ias.state.resolve("tcb.conf"), levels);
        }
    }

    @Test
    void reportsOfVersion2AreSignedAndVerify() throws Exception {
        Matcher answer = report(2, TestEnclave.evidence(quote));

        new ReportVerifier(ReportSigningCa.fromPem(Files.readString(ias.state.resolve("report_ca.pem"))), null)
                .verify(SignedReport.fromAnswer(
                        answer.group(3).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        header(answer, "x-iasreport-signature"),
                        header(answer, "x-iasreport-signing-certificate")));
    }

    @Test
    void takesCertificatesThatItKnowsOrWhoseCaItKnows() throws Exception {
        String path = "/attestation/sgx/v2/sigrl/"
                + ias.emulator.state().groups().all().get(0).gid();

        assertThat(answer(client, path).group(1)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer(client, path, "--tls-max", "1.2").group(1)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer(ofCa, path).group(1)).isEqualTo("HTTP/1.1 200 OK");
        assertRefused(answer(null, path), "no client certificate");
        assertRefused(answer(expired, path), "client certificate of CN=old: NotAfter");
        Path stranger =
                ClientIdentity.selfSigned("CN=registered", Duration.ofDays(1)).write(directory.resolve("stranger.pem"));
        assertRefused(answer(stranger, path), "client certificate of CN=registered: ");
        Path byStranger = ClientIdentity.selfSigned("CN=CA of clients", Duration.ofDays(1))
                .issue("CN=forged")
                .write(directory.resolve("forged.pem"));
        assertRefused(answer(byStranger, path), "client certificate of CN=forged: ");
        // A key does not count at the first paths, nor a certificate at the later ones.
        String key = "Ocp-Apim-Subscription-Key: " + Subscription.LINKABLE_DEMO.primaryKey();
        assertRefused(answer(null, path, "-H", key), "no client certificate");
        assertThat(answer(client, path.replace("/attestation/sgx/v2", "/sgx/attestation/v4"))
                        .group(1))
                .isEqualTo("HTTP/1.1 401 Unauthorized");
    }

    private static void assertRefused(Matcher answer, String reason) {
        assertThat(answer.group(1)).isEqualTo("HTTP/1.1 401 Unauthorized");
        assertThat(header(answer, "content-length")).isEqualTo("0");
        assertThat(ias.lines.get(ias.lines.size() - 1)).contains(" -> 401 (" + reason);
    }

    @Test
    void nobodyMayUseTheFirstPathsWithoutAFileOfClients() throws Exception {
        try (RunningEmulator plain = new RunningEmulator(RunningEmulator.copyState(directory.resolve("plain")))) {
            String output = Curl.run(
                    plain,
                    "-i",
                    "--cert",
                    client.toString(),
                    "https://localhost:" + plain.port() + "/attestation/sgx/v1/report",
                    "-d",
                    "{}");
            assertThat(output).startsWith("HTTP/1.1 401 Unauthorized\r\n");
        }
    }

    /** Each nonce is what stands between the quotation marks of the JSON, and so it comes back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "some nonce",
                "\u00e9\u4e2d\ud83d\ude00 caf\u00e9",
                "a\\/b\\u00e9\\n\\u0041",
                "/a+b=",
                "\\ud800",
                ""
            })
    void echoesANonceByteForByte(String nonce) throws Exception {
        for (int version = 1; version <= 3; version++) {
            assertThat(report(version, TestEnclave.evidence(quote, nonce)).group(3))
                    .startsWith("{\"nonce\":\"" + nonce + "\",\"id\":\"");
        }
        Path file = Files.writeString(directory.resolve("evidence"), TestEnclave.evidence(quote, nonce));
        assertThat(Curl.run(
                        ias,
                        "-H",
                        "Ocp-Apim-Subscription-Key: " + Subscription.LINKABLE_DEMO.primaryKey(),
                        "--data-binary",
                        "@" + file,
                        "https://localhost:" + ias.port() + "/sgx/attestation/v4/report"))
                .startsWith("{\"nonce\":\"" + nonce + "\",\"id\":\"");
    }

    @Test
    void warnsOfTheEndIfItIsTold() throws Exception {
        try (RunningEmulator late = new RunningEmulator(
                RunningEmulator.copyState(directory.resolve("late")),
                new StandIn(TlsNames.LOCAL, ReportNames.OWN, List.of(), true))) {
            String warning =
                    "299 api.trustedservices.intel.com \"The version of Attestation Service API you are using is scheduled to "
                            + "have restricted access after September 29, 2024, and will reach end of life April 2, 2025.\"";
            String key = Subscription.LINKABLE_DEMO.primaryKey();
            String sigRl = "/sgx/attestation/v5/sigrl/"
                    + late.emulator.state().groups().all().get(0).gid();
            assertThat(late.get(sigRl, key).headers().allValues("Warning")).containsExactly(warning);
            assertThat(late.post(
                                    "/sgx/dev/attestation/v4/report",
                                    Subscription.LINKABLE_DEMO,
                                    TestEnclave.evidence(quote))
                            .headers()
                            .allValues("Warning"))
                    .containsExactly(warning);
        }
        assertThat(ias.get("/sgx/attestation/v4/sigrl/00000000", Subscription.LINKABLE_DEMO.primaryKey())
                        .headers()
                        .firstValue("Warning"))
                .isEmpty();
    }

    @Test
    void namesAFileWithoutClients() throws Exception {
        Path none = Files.writeString(directory.resolve("none.pem"), "no certificate\n");

        assertThatThrownBy(() -> IasOptions.of(IasOptions.TABLE.parse("--client-ca=" + none), Path.of("")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("client-ca")
                .hasMessageContaining("has no certificate in it");
        assertThat(IasOptions.of(IasOptions.TABLE.parse("--client-ca=" + client, "--client-ca=" + ofCa), Path.of(""))
                        .config()
                        .standIn()
                        .clientCas())
                .hasSize(2);
    }
}
