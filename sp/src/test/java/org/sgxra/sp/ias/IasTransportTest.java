package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SignType;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.mock.EachAgent;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.testdata.FreePort;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

class IasTransportTest extends IasFixture {
    @EachAgent
    void fetchesRevocationDataAndReports(String agent) throws Exception {
        IasService service = service(agent);
        assertThat(sigRl(service)).isEqualTo(ByteString.EMPTY);
        ias.sigRl = MockIas.list(GROUP, 2);
        assertThat(sigRl(service).toArray()).isEqualTo(Base64.getDecoder().decode(ias.sigRl));

        Appraisal appraisal = appraise(service);

        assertThat(appraisal.verdict().platform().orElseThrow().standing()).isEqualTo(PlatformState.Standing.CURRENT);
        assertThat(appraisal.advice()).isEmpty();
        assertThat(ias.requests)
                .containsExactly(
                        "GET /sgx/dev/attestation/v4/sigrl/00000b0f " + TestServer.PRIMARY,
                        "GET /sgx/dev/attestation/v4/sigrl/00000b0f " + TestServer.PRIMARY,
                        "POST /sgx/dev/attestation/v4/report " + TestServer.PRIMARY);
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains(
                        "HTTP GET " + ias.url(),
                        "0011........................eeff",
                        "HTTP/1.1 200 OK",
                        "+++ Signature verified");
    }

    @EachAgent
    void triesTheSecondaryKeyAfterA401ForBothCalls(String agent) throws Exception {
        ias.misbehaviour = exchange -> {
            boolean wrong =
                    TestServer.PRIMARY.equals(exchange.getRequestHeaders().getFirst("Ocp-Apim-Subscription-Key"));
            if (wrong) {
                MockIas.reply(exchange, 401, new byte[0]);
            }
            return wrong;
        };
        IasService service = service(agent);

        sigRl(service);
        appraise(service);

        assertThat(ias.requests)
                .extracting(request -> request.substring(request.lastIndexOf(' ') + 1))
                .containsExactly(TestServer.PRIMARY, TestServer.SECONDARY, TestServer.PRIMARY, TestServer.SECONDARY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            direct | 400 | IAS report: HTTP status 400 Bad Request: it finds the quote, its SPID or its kind
            direct | 302 | IAS report: HTTP status 302 Redirect: redirects are not followed
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
        assertThatThrownBy(() -> appraise(service(agent)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith("[Request-ID 0123456789abcdef0123456789abcdef]");
        assertThat(ias.requests).noneMatch(request -> request.contains("elsewhere"));
    }

    @Test
    void namesSpidAndQuoteTypeThatIasFindsUnfit() throws Exception {
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 400, new byte[0]);
            return true;
        };
        assertThatThrownBy(() -> appraise(service("direct")))
                .hasMessageContaining(" unfit for the subscription: the SPID is " + TestClient.SPID
                        + " (-s), the quote type is unlinkable (no -l)");
    }

    @Test
    void namesTheGroupThatIasDoesNotKnowAndWhatIsNoSigRl() throws Exception {
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 404, new byte[0]);
            return true;
        };
        assertThatThrownBy(() -> sigRl(service("direct")))
                .hasMessageStartingWith(
                        "IAS sigrl: HTTP status 404 Not Found: it does not know the EPID group 00000b0f");
        ias.misbehaviour = exchange -> false;
        ias.sigRl = "<html>";
        assertThatThrownBy(() -> sigRl(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageStartingWith("IAS sigrl: HTTP status 200 OK: the body is not base64 (body: <html>) [");
        ias.sigRl = Base64.getEncoder().encodeToString(new byte[(1 << 19) - 167]);
        assertThatThrownBy(() -> sigRl(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageContaining("a SigRL of 524121 bytes does not fit into msg2");
    }

    @Test
    void takesNoSigRlThatIsNoneOrOfAnotherGroup() throws Exception {
        byte[] list = Base64.getDecoder().decode(MockIas.list(GROUP, 2));
        ias.sigRl = Base64.getEncoder().encodeToString(Arrays.copyOf(list, list.length - 1));
        assertThatThrownBy(() -> sigRl(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageContaining(
                        "IAS sigrl: HTTP status 200 OK: no SigRL: malformed SigRL: n2 at offset 12: announces 2");
        list[1] = 1;
        ias.sigRl = Base64.getEncoder().encodeToString(list);
        assertThatThrownBy(() -> sigRl(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageContaining("no SigRL: malformed SigRL: header at offset 0: is 0001000e, not 0002000e");
        ias.sigRl = MockIas.list(new EpidGroupId(0x0b10), 1);
        assertThatThrownBy(() -> sigRl(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageContaining("it is the SigRL of group 00000b10, asked was for 00000b0f");
    }

    @EachAgent
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
        assertThatThrownBy(() -> sigRl(service(agent)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("the answer is longer than 1048576 bytes");
    }

    /** The limit is long for a handshake on a busy machine. */
    @EachAgent
    @Execution(ExecutionMode.CONCURRENT)
    void givesUpOnAnAnswerThatDoesNotCome(String agent) throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        ias.misbehaviour = exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().flush();
            try {
                refused.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        IasService service = TestServer.service(ias, agent(agent, TestServer.trust(), Duration.ofSeconds(6)), 4);
        assertThatThrownBy(() -> sigRl(service)).hasMessageContaining("no whole answer within 6 s");
        refused.countDown();
    }

    @EachAgent
    void namesWhatIsWrongWithTheTlsCertificate(String agent) throws Exception {
        Path other = Files.createTempFile("other", ".pem");
        Files.writeString(other, new TestCa("Other CA").pem());
        try {
            TlsTrust trust = TlsTrust.choose(other, Map.of());
            assertThatThrownBy(() -> sigRl(TestServer.service(ias, agent(agent, trust, Duration.ofSeconds(600)), 4)))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageStartingWith("IAS sigrl: TLS with localhost:" + ias.port() + " failed: ")
                    .hasMessageContaining(
                            !agent.equals("curl")
                                    ? "certificate \"CN=tls localhost\" (issued by \"CN=Test CA\""
                                    : "unable to get local issuer certificate");
        } finally {
            Files.delete(other);
        }
        try (MockIas elsewhere =
                new MockIas(TestServer.CA, TestServer.CA.tlsServer("ias.example"), TestServer.SIGNER)) {
            assertThatThrownBy(() -> sigRl(TestServer.service(
                            elsewhere, agent(agent, TestServer.trust(), Duration.ofSeconds(600)), 4)))
                    .hasMessageContaining(
                            !agent.equals("curl")
                                    ? "No subject alternative DNS name matching localhost found"
                                    : "no alternative certificate subject name matches target host name 'localhost'");
        }
        try (MockIas expired = new MockIas(
                TestServer.CA,
                TestServer.CA.tlsServer(Instant.parse("2021-01-01T00:00:00Z"), "localhost"),
                TestServer.SIGNER)) {
            assertThatThrownBy(() -> sigRl(
                            TestServer.service(expired, agent(agent, TestServer.trust(), Duration.ofSeconds(600)), 4)))
                    .hasMessageContaining(!agent.equals("curl") ? "is refused: NotAfter: " : "certificate has expired");
        }
    }

    @EachAgent
    void namesHostsThatCannotBeReached(String agent) throws Exception {
        int unused = FreePort.any();
        assertThatThrownBy(() -> sigRl(at("https://localhost:" + unused, agent)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("IAS sigrl: cannot connect to localhost:" + unused);
        assertThatThrownBy(() -> sigRl(at("https://no-such-host.invalid", agent)))
                .hasMessageContaining("IAS sigrl: cannot resolve the name of no-such-host.invalid");
    }

    private static IasService at(String url, String agent) throws Exception {
        return new IasService(
                new IasClient(
                        IasAddress.of(URI.create(url), false, 4),
                        List.of(),
                        agent(agent, TestServer.trust(), Duration.ofSeconds(600))),
                TestClient.SPID,
                SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "jdk"})
    void repeatsARequestWhoseKeptConnectionWasClosedByTheServer(String agent) throws Exception {
        IasService service = service(agent);
        sigRl(service);
        boolean[] dropped = new boolean[1];
        ias.misbehaviour = exchange -> {
            if (!dropped[0]) {
                dropped[0] = true;
                throw new IOException("dropped");
            }
            return false;
        };
        assertThat(appraise(service).verdict().platform().orElseThrow().status())
                .isEqualTo("OK");
    }
}
