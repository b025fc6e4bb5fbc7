package org.sgxra.sp.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.ServiceEvent.CollateralReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.MockPcs;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.pcs.PcsAddress.Kind;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

class PcsClientTest extends PcsFixture {
    private static final String ID = " [Request-ID 0123456789abcdef0123456789abcdef]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PCS  | jdk  |                          | v4 | /IntelSGXRootCA.der
            PCS  | curl | /sgx/certification/v4/   | v4 | /IntelSGXRootCA.der
            PCS  | jdk  | /sgx/certification/v3    | v3 | /IntelSGXRootCA.der
            PCCS | jdk  | /sgx/certification/v4/   | v4 | /sgx/certification/v4/rootcacrl
            PCCS | jdk  | /sgx/certification/v3/   | v3 | /sgx/certification/v3/rootcacrl
            """)
    void fetchesWhatAPlatformsQuotesAreVerifiedWith(
            Kind kind, String agent, String path, String version, String rootCrl) throws Exception {
        FakeEvidence evidence = pcs.evidence;

        Collateral collateral =
                client(kind, path == null ? "" : path, agent).collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER);

        assertThat(DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                        .verify(evidence.quote(), collateral, evidence.now)
                        .reason())
                .isEmpty();
        assertThat(pcs.requests)
                .containsExactly(
                        "/sgx/certification/" + version + "/tcb?fmspc=00534F465400",
                        "/sgx/certification/" + version + "/qe/identity",
                        "/sgx/certification/" + version + "/pckcrl?ca=platform&encoding=der",
                        rootCrl);
    }

    @Test
    void saysWhatItAsksAndWhatComes() throws Exception {
        List<SessionEvent> events = new ArrayList<>();

        client(Kind.PCS, "").collateral(PLATFORM, events::add, Expiry.NEVER);

        assertThat(events)
                .filteredOn(CollateralRequested.class::isInstance)
                .extracting(event -> ((CollateralRequested) event).part())
                .containsExactly("TCB info", "QE identity", "PCK CRL", "root CRL");
        assertThat(events)
                .filteredOn(CollateralReceived.class::isInstance)
                .hasSize(4)
                .allMatch(event -> ((CollateralReceived) event).statusLine().equals("200 OK"));
    }

    private static boolean is(HttpExchange exchange, String part) {
        String request = exchange.getRequestURI().toString();
        return request.contains(
                switch (part) {
                    case "TCB info" -> "/tcb?";
                    case "QE identity" -> "/qe/identity";
                    case "PCK CRL" -> "/pckcrl?";
                    default -> "IntelSGXRootCA.der";
                });
    }

    private void misbehave(String part, MockIas.Misbehaviour misbehaviour) {
        pcs.misbehaviour = exchange -> is(exchange, part) && misbehaviour.answer(exchange);
    }

    // dcap.md section 13, row 76
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TCB info    | 404 | 404 Not Found: it knows no platform of FMSPC 00534f465400
            QE identity | 404 | 404 Not Found: it has none (is it a caching service? --pccs-url)
            TCB info    | 410 | 410 Gone: it no longer has it: withdrawn, or version 4 of the API is switched off
            PCK CRL     | 410 | 410 Gone: it no longer has it: withdrawn, or version 4 of the API is switched off
            TCB info    | 429 | 429 Too Many Requests: too many requests; try again later, after 30 s
            root CRL    | 429 | 429 Too Many Requests: too many requests; try again later, after 30 s
            QE identity | 500 | 500 Internal Server Error: it failed
            PCK CRL     | 503 | 503 Service Unavailable: it is overloaded or under maintenance; try again later
            root CRL    | 500 | 500 Internal Server Error: it failed
            QE identity | 302 | 302 Redirect: redirects are not followed
            TCB info    | 461 | 461: not an answer that it gives
            """)
    void namesThePartThatCannotBeHad(String part, int status, String reason) throws Exception {
        misbehave(part, exchange -> {
            exchange.getResponseHeaders().set("Location", "http://localhost/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", "30");
            MockIas.reply(exchange, status, new byte[0]);
            return true;
        });

        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(part + " from " + pcs.url() + ": HTTP status " + reason + ID);
        assertThat(pcs.requests).noneMatch(request -> request.contains("elsewhere"));
    }

    /** Intel's service gives all but the root CRL. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | HTTP status 404 Not Found: it has none (is it a caching service? --pccs-url)
            200 | the answer is empty
            """)
    void namesTheServerThatWasAsked(int status, String reason) throws Exception {
        HttpAgent agent = agent("direct", TestServer.trust());
        HttpAgent intel = new HttpAgent() {
            @Override
            public String name() {
                return agent.name();
            }

            @Override
            public HttpAnswer send(HttpCall call) throws IOException {
                return agent.send(new HttpCall(
                        URI.create(call.uri()
                                .toString()
                                .replace(PcsAddress.INTEL.server().toString(), pcs.url())),
                        call.key(),
                        call.json(),
                        call.limit(),
                        call.end()));
            }
        };
        HttpAgent failing = new HttpAgent() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public HttpAnswer send(HttpCall call) {
                return new HttpAnswer(status, List.of(), new byte[0]);
            }
        };
        PcsClient client =
                new PcsClient(PcsAddress.INTEL, uri -> uri.equals(PcsAddress.INTEL.rootCrl()) ? failing : intel);

        assertThatThrownBy(() -> client.collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .hasMessage("root CRL from https://certificates.trustedservices.intel.com: " + reason);
    }

    // dcap.md section 13, row 76
    @ParameterizedTest
    @ValueSource(strings = {"TCB info", "QE identity", "PCK CRL", "root CRL"})
    void refusesAnEmptyAnswer(String part) throws Exception {
        misbehave(part, exchange -> {
            exchange.getResponseHeaders().set("TCB-Info-Issuer-Chain", "x");
            MockIas.reply(exchange, 200, new byte[0]);
            return true;
        });

        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(part + " from " + pcs.url() + ": the answer is empty" + ID);
    }

    private void replyWithChain(String part, Optional<String> header) {
        misbehave(part, exchange -> {
            Collateral collateral = pcs.evidence.collateral();
            if (header.isPresent()) {
                exchange.getResponseHeaders()
                        .set(
                                switch (part) {
                                    case "TCB info" -> "TCB-Info-Issuer-Chain";
                                    case "QE identity" -> "SGX-Enclave-Identity-Issuer-Chain";
                                    default -> "SGX-PCK-CRL-Issuer-Chain";
                                },
                                header.get());
            }
            ByteString body =
                    switch (part) {
                        case "TCB info" -> collateral.tcbInfo();
                        case "QE identity" -> collateral.qeIdentity();
                        default -> collateral.pckCrl();
                    };
            MockIas.reply(exchange, 200, body.toArray());
            return true;
        });
    }

    // dcap.md section 13, row 76
    @ParameterizedTest
    @CsvSource({
        "TCB info, TCB-Info-Issuer-Chain",
        "QE identity, SGX-Enclave-Identity-Issuer-Chain",
        "PCK CRL, SGX-PCK-CRL-Issuer-Chain"
    })
    void refusesAMissingOrMangledChain(String part, String header) throws Exception {
        String start = part + " from " + pcs.url() + ": malformed ";
        replyWithChain(part, Optional.empty());
        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(start + part + ": header " + header + ": is missing" + ID);

        String mangled =
                MockPcs.encode(pcs.evidence.collateral().tcbInfoChain()).replace("%20", "+");
        replyWithChain(part, Optional.of(mangled));
        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(start + "certificate chain: certificate 1: no begin and end line at character 1" + ID);

        replyWithChain(part, Optional.of("-----BEGIN%2"));
        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageStartingWith(start + part + ": header " + header + ": no two hexadecimal digits after %");
    }

    // dcap.md section 13, row 76
    @ParameterizedTest
    @CsvSource({"TCB info, jdk, 262144", "PCK CRL, jdk, 16777216", "root CRL, jdk, 16777216", "TCB info, curl, 262144"})
    void givesUpOnAHugeAnswer(String part, String agent, int limit) throws Exception {
        misbehave(part, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1 << 20];
            try {
                for (int i = 0; i < 100; i++) {
                    exchange.getResponseBody().write(piece);
                }
            } catch (IOException e) {
                // That is the point.
            }
            return true;
        });

        assertThatThrownBy(() -> client(Kind.PCS, "", agent).collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith(part + ": ")
                .hasMessageContaining("the answer is longer than " + limit + " bytes");
    }

    // dcap.md section 13, row 76
    @Test
    void believesNoServerOfAnotherNameOrCa() throws Exception {
        try (MockPcs other = new MockPcs(TestServer.CA.tlsServer("pcs.example"))) {
            HttpAgent agent = agent("direct", TestServer.trust());
            assertThatThrownBy(() -> new PcsClient(PcsAddress.parse(Kind.PCS, other.url()), uri -> agent)
                            .collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageStartingWith("TCB info: TLS with localhost:")
                    .hasMessageContaining("No subject alternative DNS name matching localhost found");
        }
        HttpAgent stranger = agent("direct", TlsTrust.choose(null, Map.of()));
        assertThatThrownBy(() -> new PcsClient(PcsAddress.parse(Kind.PCS, pcs.url()), uri -> stranger)
                        .collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("TCB info: TLS with localhost:");
        assertThat(pcs.requests).isEmpty();
    }

    // dcap.md section 13, row 77
    @Test
    void refusesWhatIsAboutSomethingElse() throws Exception {
        pcs.evidence.tcbInfo.middle = pcs.evidence.tcbInfo.middle.replace("00534F465400", "00906ED50000");
        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(
                        "TCB info from " + pcs.url() + ": malformed TCB info: fmspc: is about SGX, FMSPC 00906ed50000; "
                                + "asked was SGX, FMSPC 00534f465400" + ID);

        pcs.evidence = new FakeEvidence();
        pcs.evidence.qeIdentity.id = "QVE";
        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessage("QE identity from " + pcs.url() + ": malformed QE identity: id: is QVE; asked was QE" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCB info", "QE identity", "PCK CRL", "root CRL"})
    void refusesWhatCannotBeRead(String part) throws Exception {
        misbehave(part, exchange -> {
            MockIas.reply(exchange, 200, "<html>".getBytes(StandardCharsets.US_ASCII));
            return true;
        });

        assertThatThrownBy(() -> client(Kind.PCS, "").collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageStartingWith(part + " from " + pcs.url() + ": malformed ");
    }

    @Test
    void knowsTheFormsOfAnAddress() {
        assertThat(PcsAddress.parse(Kind.PCCS, "https://localhost:8081/sgx/certification/v3/"))
                .hasToString("https://localhost:8081/sgx/certification/v3");
        assertThat(PcsAddress.parse(Kind.PCCS, "https://localhost:8443/pccs/sgx/certification/v4/"))
                .hasToString("https://localhost:8443/pccs/sgx/certification/v4");
        assertThat(PcsAddress.INTEL).hasToString("https://api.trustedservices.intel.com/sgx/certification/v4");
        assertThat(PcsAddress.INTEL.rootCrl())
                .hasToString("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");
        for (String wrong : List.of(
                "http://localhost",
                "https://",
                "https://localhost:0",
                "https://localhost:65536",
                "https://localhost/sgx/certification/v2/",
                "https://localhost/pccs",
                "https://localhost/?x",
                "https://me@localhost",
                "localhost")) {
            assertThatThrownBy(() -> PcsAddress.parse(Kind.PCS, wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("must be https://host[:port]");
        }
    }
}
