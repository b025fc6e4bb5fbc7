package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportSigningCa;
import org.sgxra.common.report.ReportVerifier;
import org.sgxra.common.transcript.Level;
import org.sgxra.common.transcript.Transcript;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Evidence;

class IasServiceTest {
    private static final ByteString GROUP = new EpidGroupId(0x0b0f).bigEndian();
    private static final ByteString QUOTE = ByteString.of(new byte[1116]);
    private static final Evidence EVIDENCE = new Evidence(QUOTE, ByteString.EMPTY, Optional.of("00ff"));

    private final ByteArrayOutputStream account = new ByteArrayOutputStream();
    private final Transcript transcript = new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.DEBUG,
            Clock.systemUTC());
    private MockIas ias;

    @BeforeEach
    void start() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() {
        ias.close();
        assertThat(account.toString(StandardCharsets.UTF_8)).doesNotContain(TestServer.PRIMARY, TestServer.SECONDARY);
    }

    private static HttpAgent agent(String name, TlsTrust trust, Duration timeout) {
        return name.equals("jdk") ? new JdkAgent(trust, Optional.empty(), timeout)
                : new CurlAgent(System.getenv("PATH"), trust, Optional.empty(), timeout);
    }

    private IasService service(String agent) throws Exception {
        return TestServer.service(ias, agent(agent, TestServer.trust(), Duration.ofSeconds(20)), 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void fetchesRevocationDataAndReports(String agent) throws Exception {
        IasService service = service(agent);
        assertThat(service.revocationData(GROUP, transcript)).isEqualTo(ByteString.EMPTY);
        ias.sigRl = "QUJDREVGRw==";
        assertThat(service.revocationData(GROUP, transcript).hex()).isEqualTo("41424344454647");

        Appraisal appraisal = service.appraise(EVIDENCE, transcript);

        assertThat(appraisal.standing()).isEqualTo(Appraisal.Standing.CURRENT);
        assertThat(appraisal.advice()).isEmpty();
        assertThat(ias.requests).containsExactly(
                "GET /sgx/dev/attestation/v4/sigrl/00000b0f " + TestServer.PRIMARY,
                "GET /sgx/dev/attestation/v4/sigrl/00000b0f " + TestServer.PRIMARY,
                "POST /sgx/dev/attestation/v4/report " + TestServer.PRIMARY);
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("HTTP GET " + ias.url(),
                "0011........................eeff", "HTTP/1.1 200 OK", "+++ Signature verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void triesTheSecondaryKeyAfterA401ForBothCalls(String agent) throws Exception {
        ias.misbehaviour = exchange -> {
            boolean wrong = TestServer.PRIMARY.equals(exchange.getRequestHeaders().getFirst("Ocp-Apim-Subscription-Key"));
            if (wrong) {
                MockIas.reply(exchange, 401, new byte[0]);
            }
            return wrong;
        };
        IasService service = service(agent);

        service.revocationData(GROUP, transcript);
        service.appraise(EVIDENCE, transcript);

        assertThat(ias.requests).extracting(request -> request.substring(request.lastIndexOf(' ') + 1))
                .containsExactly(TestServer.PRIMARY, TestServer.SECONDARY, TestServer.PRIMARY, TestServer.SECONDARY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdk  | 400 | IAS report: HTTP status 400 Bad Request: it finds the quote, its SPID or its kind
            jdk  | 401 | IAS report: HTTP status 401 Unauthorized: it refuses the subscription keys, the secondary too
            jdk  | 404 | IAS report: HTTP status 404 Not Found
            jdk  | 302 | IAS report: HTTP status 302 Redirect: redirects are not followed
            jdk  | 500 | IAS report: HTTP status 500 Internal Server Error: it failed
            jdk  | 503 | IAS report: HTTP status 503 Service Unavailable: it is overloaded
            curl | 400 | IAS report: HTTP status 400 Bad Request: it finds the quote, its SPID or its kind
            curl | 302 | IAS report: HTTP status 302 Redirect: redirects are not followed
            curl | 503 | IAS report: HTTP status 503 Service Unavailable: it is overloaded
            """)
    void namesTheStatusAndTheRequest(String agent, int status, String message) throws Exception {
        ias.misbehaviour = exchange -> {
            exchange.getResponseHeaders().set("Location", ias.url() + "/elsewhere");
            MockIas.reply(exchange, status, new byte[0]);
            return true;
        };
        assertThatThrownBy(() -> service(agent).appraise(EVIDENCE, transcript))
                .isInstanceOf(AttestationServiceException.class).hasMessageStartingWith(message)
                .hasMessageEndingWith("[Request-ID 0123456789abcdef0123456789abcdef]");
        assertThat(ias.requests).noneMatch(request -> request.contains("elsewhere"));
    }

    @Test
    void namesTheGroupThatIasDoesNotKnowAndWhatIsNoSigRl() throws Exception {
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 404, new byte[0]);
            return true;
        };
        assertThatThrownBy(() -> service("jdk").revocationData(GROUP, transcript))
                .hasMessageStartingWith("IAS sigrl: HTTP status 404 Not Found: it does not know the EPID group 00000b0f");
        ias.misbehaviour = exchange -> false;
        ias.sigRl = "<html>";
        assertThatThrownBy(() -> service("jdk").revocationData(GROUP, transcript))
                .hasMessageStartingWith("IAS sigrl: HTTP status 200 OK: the body is not base64 (body: <html>) [");
        ias.sigRl = Base64.getEncoder().encodeToString(new byte[(1 << 19) - 167]);
        assertThatThrownBy(() -> service("jdk").revocationData(GROUP, transcript))
                .hasMessageContaining("a SigRL of 524121 bytes does not fit into msg2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void givesUpOnAHugeAnswer(String agent) throws Exception {
        ias.misbehaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 16];
            Arrays.fill(part, (byte) 'A');
            try {
                for (int i = 0; i < 64; i++) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException e) {
                // That is the point.
            }
            return true;
        };
        assertThatThrownBy(() -> service(agent).revocationData(GROUP, transcript))
                .isInstanceOf(AttestationServiceException.class)
                .hasMessageContaining("the answer is longer than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void givesUpOnAnAnswerThatDoesNotCome(String agent) throws Exception {
        ias.misbehaviour = exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        IasService service = TestServer.service(ias, agent(agent, TestServer.trust(), Duration.ofSeconds(1)), 4);
        assertThatThrownBy(() -> service.revocationData(GROUP, transcript))
                .hasMessageContaining("no whole answer within 1 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void namesWhatIsWrongWithTheTlsCertificate(String agent) throws Exception {
        Path other = Files.createTempFile("other", ".pem");
        Files.writeString(other, new TestCa("Other CA").pem());
        try {
            TlsTrust trust = TlsTrust.choose(other, Map.of());
            assertThatThrownBy(() -> TestServer.service(ias, agent(agent, trust, Duration.ofSeconds(20)), 4)
                    .revocationData(GROUP, transcript)).isInstanceOf(AttestationServiceException.class)
                    .hasMessageStartingWith("IAS sigrl: TLS with localhost:" + ias.port() + " failed: ")
                    .hasMessageContaining(agent.equals("jdk") ? "certificate \"CN=tls localhost\" (issued by \"CN=Test CA\""
                            : "unable to get local issuer certificate");
        } finally {
            Files.delete(other);
        }
        try (MockIas elsewhere = new MockIas(TestServer.CA, TestServer.CA.tlsServer("ias.example"), TestServer.SIGNER)) {
            assertThatThrownBy(() -> TestServer.service(elsewhere, agent(agent, TestServer.trust(), Duration.ofSeconds(20)), 4)
                    .revocationData(GROUP, transcript))
                    .hasMessageContaining(agent.equals("jdk") ? "No subject alternative DNS name matching localhost found"
                            : "no alternative certificate subject name matches target host name 'localhost'");
        }
        try (MockIas expired = new MockIas(TestServer.CA,
                TestServer.CA.tlsServer(Instant.parse("2021-01-01T00:00:00Z"), "localhost"), TestServer.SIGNER)) {
            assertThatThrownBy(() -> TestServer.service(expired, agent(agent, TestServer.trust(), Duration.ofSeconds(20)), 4)
                    .revocationData(GROUP, transcript))
                    .hasMessageContaining(agent.equals("jdk") ? "is refused: NotAfter: " : "certificate has expired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "curl"})
    void namesHostsThatCannotBeReached(String agent) throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        assertThatThrownBy(() -> at("https://localhost:" + unused, agent).revocationData(GROUP, transcript))
                .isInstanceOf(AttestationServiceException.class)
                .hasMessageContaining("IAS sigrl: cannot connect to localhost:" + unused);
        assertThatThrownBy(() -> at("https://no-such-host.invalid", agent).revocationData(GROUP, transcript))
                .hasMessageContaining("IAS sigrl: cannot resolve the name of no-such-host.invalid");
    }

    private static IasService at(String url, String agent) throws Exception {
        return new IasService(IasAddress.of(URI.create(url), false, 4), List.of(),
                agent(agent, TestServer.trust(), Duration.ofSeconds(20)),
                new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));
    }

    private void refused(Consumer<ObjectNode> change, String message) {
        ias.report = change;
        assertThatThrownBy(() -> service("jdk").appraise(EVIDENCE, transcript))
                .isInstanceOf(AttestationServiceException.class).hasMessageContaining(message);
    }

    @Test
    void refusesGenuineReportsAboutSomethingElse() {
        refused(json -> json.put("nonce", "00fe"), "nonce: it is 00fe, sent was 00ff");
        refused(json -> json.remove("nonce"), "nonce: it is missing, sent was 00ff");
        refused(json -> json.putNull("nonce"), "nonce: it is missing, sent was 00ff");
        refused(json -> json.put("version", 3), "version: it is of API version 3, asked was version 4");
        refused(json -> json.remove("version"), "version: it is of API version null");
        refused(json -> json.put("isvEnclaveQuoteBody", Base64.getEncoder().encodeToString(
                ByteString.concat(ByteString.of((byte) 1), ByteString.zeros(431)).toArray())), "it is about another quote");
        refused(json -> json.put("isvEnclaveQuoteStatus", "GREAT"), "isvEnclaveQuoteStatus: unknown status GREAT");
        refused(json -> json.put("timestamp", "2019-01-01T00:00:00"), "signing chain: at the time of the report");
    }

    @Test
    void refusesAnswersThatAreNoReports() throws Exception {
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 200, "<html>".getBytes(StandardCharsets.US_ASCII));
            return true;
        };
        assertThatThrownBy(() -> service("jdk").appraise(EVIDENCE, transcript))
                .hasMessageStartingWith("attestation report refused: signing chain: the answer has none");
        ias.misbehaviour = exchange -> {
            exchange.getResponseHeaders().set("X-IASReport-Signing-Certificate", "%zz");
            exchange.getResponseHeaders().set("X-IASReport-Signature", "AAAA");
            MockIas.reply(exchange, 200, "<html>".getBytes(StandardCharsets.US_ASCII));
            return true;
        };
        assertThatThrownBy(() -> service("jdk").appraise(EVIDENCE, transcript))
                .hasMessageStartingWith("attestation report refused: signing chain: no two hexadecimal digits after %");
    }

    @Test
    void refusesSignersThatMayNotSign() throws Exception {
        TestCa ca = TestServer.CA;
        signedBy(ca.reportSigner("late", Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"),
                KeyUsage.digitalSignature), "validity check failed");
        signedBy(ca.reportSigner("encipherer", Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"),
                KeyUsage.keyEncipherment), "is not meant for signatures");
        signedBy(new TestCa("Stranger").reportSigner("stranger"), "not valid under the trusted CA (\"CN=Test CA\")");
    }

    private void signedBy(TestCa.Identity signer, String message) throws Exception {
        try (MockIas other = new MockIas(TestServer.CA, TestServer.TLS, signer)) {
            assertThatThrownBy(() -> TestServer.service(other, agent("jdk", TestServer.trust(), Duration.ofSeconds(20)), 4)
                    .appraise(EVIDENCE, transcript)).isInstanceOf(AttestationServiceException.class)
                    .hasMessageContaining("signing chain: ").hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @EnumSource(QuoteStatus.class)
    void givesEachStatusItsStandingAndItsAdvice(QuoteStatus status) throws Exception {
        ias.report = json -> {
            json.put("isvEnclaveQuoteStatus", status.name()).put("advisoryURL", "https://security-center.intel.com");
            ArrayNode advisories = json.putArray("advisoryIDs");
            advisories.add("INTEL-SA-00334").add("INTEL-SA-00615");
        };
        Appraisal appraisal = service("jdk").appraise(EVIDENCE, transcript);

        assertThat(appraisal.status()).isEqualTo(status.name());
        assertThat(appraisal.advisoryIds()).containsExactly("INTEL-SA-00334", "INTEL-SA-00615");
        assertThat(appraisal.standing() == Appraisal.Standing.REJECTED || status == QuoteStatus.OK)
                .isEqualTo(!status.isForPolicy());
        if (status != QuoteStatus.OK) {
            assertThat(appraisal.advice()).anyMatch(line -> line.startsWith("IAS says " + status + ": "))
                    .contains("Advisories: INTEL-SA-00334, INTEL-SA-00615 (https://security-center.intel.com)");
        }
    }

    @Test
    void adviceShowsUnsignedAdvisoriesOfV3ButNeverUsesThem() throws Exception {
        ias.advisoryHeader = "INTEL-SA-00161";
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "CONFIGURATION_NEEDED");
        IasService v3 = TestServer.service(ias, agent("jdk", TestServer.trust(), Duration.ofSeconds(20)), 3);

        Appraisal appraisal = v3.appraise(EVIDENCE, transcript);

        assertThat(appraisal.advisoryIds()).isEmpty();
        assertThat(appraisal.advice()).anyMatch(line -> line.contains("INTEL-SA-00161 (from unsigned headers"));
    }

    @Test
    void aPlatformInfoBlobIsCheckedWithTheGivenKeyOnly() throws Exception {
        P256KeyPair key = P256.instance().generateKeyPair();
        PlatformInfoBlob unsigned = new PlatformInfoBlob(4, 0x0009, 0, ByteString.zeros(18), 0, 2, 0,
                new EpidGroupId(0x0b0f), ByteString.zeros(64));
        EcdsaP256Signature signature = P256.instance().sign(key.privateKey(), unsigned.signedBytes());
        PlatformInfoBlob signed = unsigned.withSignature(signature.bigEndian());

        assertThat(withBlob(signed, key).platformInfo()).contains(ByteString.of(signed.encode()));
        assertThat(withBlob(unsigned, null).platformInfo()).contains(ByteString.of(unsigned.encode()));
        assertThatThrownBy(() -> withBlob(unsigned, key))
                .hasMessageStartingWith("attestation report refused: platformInfoBlob: its signature is not by the given key");
        assertThat(withBlob(signed, key).advice()).anyMatch(line -> line.startsWith("QUOTE_CPUSVN_OUT_OF_DATE: "))
                .anyMatch(line -> line.startsWith("PLATFORM_CONFIGURATION_NEEDED: "));
    }

    private Appraisal withBlob(PlatformInfoBlob blob, P256KeyPair key) throws Exception {
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "GROUP_OUT_OF_DATE")
                .put("platformInfoBlob", ByteString.of(blob.encodeTlv()).hex().toUpperCase(java.util.Locale.ROOT));
        return new IasService(IasAddress.of(URI.create(ias.url()), true, 5), List.of(),
                agent("jdk", TestServer.trust(), Duration.ofSeconds(20)), new ReportVerifier(
                ReportSigningCa.fromPem(TestServer.CA.pem()), key == null ? null : key.publicKey()))
                .appraise(EVIDENCE, transcript);
    }

    @Test
    void aPlatformInfoBlobOfAnotherFormIsNotPassedOn() throws Exception {
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "GROUP_OUT_OF_DATE").put("platformInfoBlob", "1503006500");

        assertThat(service("jdk").appraise(EVIDENCE, transcript).platformInfo()).isEmpty();
        assertThat(account.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("warning: the platform info blob is of an unknown form; msg4 will have zeros instead");
    }

    @Test
    void repeatsARequestWhoseKeptConnectionWasClosedByTheServer() throws Exception {
        IasService service = service("jdk");
        service.revocationData(GROUP, transcript);
        boolean[] dropped = new boolean[1];
        ias.misbehaviour = exchange -> {
            if (!dropped[0]) {
                dropped[0] = true;
                throw new IOException("dropped");
            }
            return false;
        };
        assertThat(service.appraise(EVIDENCE, transcript).status()).isEqualTo("OK");
    }
}
