package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;

/** PCS and PCCS as HTTP servers: what each request gets, headers included. */
class DcapRequestsTest {
    private static final String V3 = "/sgx/certification/v3";
    private static final String V4 = DcapPlatform.V4;

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

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static List<SgxCertificate> chain(HttpResponse<byte[]> response, String header) throws Exception {
        return PemChain.parse(ByteString.of(DcapPlatform.chain(response, header).getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({
        "/sgx/certification/v4/tcb?fmspc=00534F465400, TCB-Info-Issuer-Chain, application/json",
        "/sgx/certification/v3/tcb?fmspc=00534F465400, SGX-TCB-Info-Issuer-Chain, application/json",
        "/sgx/certification/v4/qe/identity, SGX-Enclave-Identity-Issuer-Chain, application/json",
        "/sgx/certification/v3/qe/identity, SGX-Enclave-Identity-Issuer-Chain, application/json",
        "/sgx/certification/v4/qve/identity, SGX-Enclave-Identity-Issuer-Chain, application/json",
        "/sgx/certification/v4/qae/identity, SGX-Enclave-Identity-Issuer-Chain, application/json",
        "/tdx/certification/v4/tcb?fmspc=00534F465400, TCB-Info-Issuer-Chain, application/json",
        "/pccs/tdx/certification/v4/tcb?fmspc=00534f465400, TCB-Info-Issuer-Chain, application/json",
        "/tdx/certification/v4/qe/identity, SGX-Enclave-Identity-Issuer-Chain, application/json",
        "/sgx/certification/v4/tcbevaluationdatanumbers, TCB-Evaluation-Data-Numbers-Issuer-Chain, application/json",
        "/tdx/certification/v4/tcbevaluationdatanumbers, TCB-Evaluation-Data-Numbers-Issuer-Chain, application/json",
        "/sgx/certification/v4/pckcrl?ca=processor, SGX-PCK-CRL-Issuer-Chain, application/x-pem-file",
        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der, SGX-PCK-CRL-Issuer-Chain, application/pkix-crl",
        "/pccs/sgx/certification/v4/tcb?fmspc=00534f465400, TCB-Info-Issuer-Chain, application/json",
        "/pccs/sgx/certification/v4/qe/identity, SGX-Enclave-Identity-Issuer-Chain, application/json"
    })
    void givesTheIssuersInAHeader(String path, String header, String type) throws Exception {
        HttpResponse<byte[]> response = ias.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(header(response, "Request-ID")).matches("[0-9a-f]{32}");
        assertThat(header(response, header)).matches("[A-Za-z0-9%.-]+").startsWith("-----BEGIN%20CERTIFICATE-----%0A");
        List<SgxCertificate> chain = chain(response, header);
        assertThat(chain).hasSize(2);
        assertThat(chain.get(0).commonName())
                .isEqualTo(
                        path.contains("processor")
                                ? SgxCertificate.PROCESSOR_CA
                                : path.contains("pckcrl") ? SgxCertificate.PLATFORM_CA : SgxCertificate.TCB_SIGNING);
        assertThat(chain.get(1).encoded())
                .isEqualTo(PemChain.parse(ByteString.of(Files.readAllBytes(ias.state.resolve("sgx_root_ca.pem"))))
                        .get(0)
                        .encoded());
        assertThat(response.headers().firstValue("Warning").isPresent()).isEqualTo(path.contains("/v3/"));
    }

    @Test
    void givesTheDocumentThatIsAskedFor() throws Exception {
        TcbInfo standard = TcbInfo.parse(ias.get(V4 + "/tcb?fmspc=00534f465400").body());
        TcbInfo early = TcbInfo.parse(
                ias.get(V4 + "/tcb?update=early&fmspc=00534f465400").body());

        assertThat(standard.version()).isEqualTo(3);
        assertThat(standard.tcbEvaluationDataNumber()).isEqualTo(17);
        assertThat(early.tcbEvaluationDataNumber()).isEqualTo(18);
        assertThat(early.levels().get(0).components().hex()).startsWith("0b0202");
        assertThat(TcbInfo.parse(ias.get(V3 + "/tcb?fmspc=00534f465400").body()).version())
                .isEqualTo(2);
        assertThat(ias.get(V4 + "/tcb?fmspc=00534f465400&tcbEvaluationDataNumber=17")
                        .body())
                .isEqualTo(
                        ias.get(V4 + "/tcb?fmspc=00534f465400&update=standard").body());
        // The digits of the request are in the document.
        assertThat(text(ias.get(V4 + "/tcb?fmspc=00534F465400"))).contains("\"fmspc\":\"00534F465400\"");
        assertThat(QeIdentity.parse(ias.get("/tdx/certification/v4/qe/identity?update=early")
                                .body())
                        .id())
                .isEqualTo("TD_QE");
        assertThat(text(ias.get(V4 + "/qe/identity"))).contains("advisoryIDs");
        assertThat(text(ias.get(V3 + "/qe/identity"))).doesNotContain("advisoryIDs");
        assertThat(text(ias.get(V4 + "/fmspcs?platform=E5")))
                .isEqualTo("[{\"fmspc\":\"00534F465400\",\"platform\":\"E5\"}]");
        assertThat(text(ias.get(V4 + "/fmspcs?platform=client"))).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "/tcb, 400",
        "/tcb?fmspc=00534f46540, 400",
        "/tcb?fmspc=00534f4654zz, 400",
        "/tcb?fmspc=00534f465400&fmspc=00534f465400, 400",
        "/tcb?fmspc=00534f465400&update=late, 400",
        "/tcb?fmspc=00534f465400&update=early&tcbEvaluationDataNumber=17, 400",
        "/tcb?fmspc=00534f465400&tcbEvaluationDataNumber=x, 400",
        "/tcb?fmspc=00534f465400&tcbEvaluationDataNumber=16, 410",
        "/tcb?fmspc=00534f465400&tcbEvaluationDataNumber=19, 404",
        "/tcb?fmspc=00606A000000, 404",
        "/qe/identity?tcbEvaluationDataNumber=3, 410",
        "/qe/identity?update=, 400",
        "/pckcrl, 400",
        "/pckcrl?ca=other, 400",
        "/pckcrl?ca=platform&encoding=text, 400",
        "/pckcert, 400",
        "/pckcert?encrypted_ppid=00&cpusvn=00&pcesvn=0000&pceid=0000, 400",
        "/fmspcs?platform=E7, 400",
        "/crl, 400",
        "/crl?uri=http://localhost/IntelSGXRootCA.der, 400",
        "/crl?uri=https://example.com/IntelSGXRootCA.der, 400",
        "/crl?uri=https://localhost/other.der, 404",
        "/nothing, 404"
    })
    void refuses(String path, int status) throws Exception {
        HttpResponse<byte[]> pcs = ias.get(V4 + path);
        HttpResponse<byte[]> pccs = ias.get("/pccs" + V4 + path);

        assertThat(pcs.statusCode()).isEqualTo(status);
        assertThat(pcs.body()).isEmpty();
        assertThat(header(pcs, "Request-ID")).matches("[0-9a-f]{32}");
        assertThat(header(pcs, "Error-Code")).isEqualTo(status == 400 ? "InvalidRequestSyntax" : "");
        assertThat(pccs.statusCode()).isEqualTo(status);
        assertThat(text(pccs)).hasLineCount(path.equals("/nothing") ? 0 : 1);
    }

    /** What comes back in a header must not end it. */
    @Test
    void saysInOneHeaderWhatIsWrong() throws Exception {
        HttpResponse<byte[]> response = ias.get(V4 + "/tcb?a%0D%0Ab:=1&a%0D%0Ab:=1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(header(response, "Error-Message")).isEqualTo("a??b: is there twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sgx/certification/v4/tcb?fmspc=00534f465400", "/IntelSGXRootCA.der"})
    void allowsGetOnly(String path) throws Exception {
        HttpResponse<byte[]> response = ias.post(path, new byte[0]);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tdx/certification/v3/qe/identity",
                "/sgx/certification/v3/qae/identity",
                "/sgx/certification/v3/tcbevaluationdatanumbers",
                "/sgx/certification/v5/tcb?fmspc=00534f465400",
                "/tdx/certification/v3/tcb?fmspc=00534f465400",
                "/tdx/certification/v4/tcb?fmspc=00606a000000"
            })
    void hasNotWhatIntelDoesNotHave(String path) throws Exception {
        assertThat(ias.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void givesRevocationListsInEachEncoding() throws Exception {
        byte[] root = ias.get("/IntelSGXRootCA.der").body();
        byte[] platform = ias.get(V4 + "/pckcrl?ca=platform&encoding=der").body();

        assertThat(RevocationList.parse(root).serialNumbers()).isEmpty();
        assertThat(text(ias.get(V4 + "/rootcacrl")))
                .isEqualTo(ByteString.of(root).hex());
        assertThat(ias.get(V4 + "/crl?uri=https%3A%2F%2Flocalhost%3A8443%2FIntelSGXRootCA.der")
                        .body())
                .isEqualTo(root);
        assertThat(ias.get(
                                "/pccs" + V4
                                        + "/crl?uri=https%3A%2F%2Flocalhost%3A8443%2Fsgx%2Fcertification%2Fv4%2Fpckcrl%3Fca%3Dplatform%26encoding%3Dder")
                        .body())
                .isEqualTo(platform);
        String pem = text(ias.get(V4 + "/pckcrl?ca=platform"));
        assertThat(pem).startsWith("-----BEGIN X509 CRL-----\n").endsWith("\n-----END X509 CRL-----\n");
        assertThat(RevocationList.parse(pem.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(RevocationList.parse(platform));
        assertThat(text(ias.get("/pccs" + V4 + "/pckcrl?ca=platform")))
                .isEqualTo(ByteString.of(platform).hex());
        assertThat(text(ias.get("/pccs" + V4 + "/pckcrl?ca=platform&encoding=pem")))
                .isEqualTo(pem);
    }

    @Test
    void givesTheRootCertificate() throws Exception {
        byte[] pem = Files.readAllBytes(ias.state.resolve("sgx_root_ca.pem"));

        assertThat(ias.get("/Intel_SGX_Provisioning_Certification_RootCA.pem").body())
                .isEqualTo(pem);
        assertThat(ias.get("/Intel_SGX_Provisioning_Certification_RootCA.cer").body())
                .isEqualTo(PemChain.parse(ByteString.of(pem)).get(0).encoded().toArray());
        assertThat(ias.get("/Intel_SGX_Provisioning_Certification_RootCA").statusCode())
                .isEqualTo(404);
    }

    @Test
    void certifiesAPlatformThatHasJoined() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 20).certify();

        List<SgxCertificate> leaf = PemChain.parse(ByteString.of(platform.certificate.body()));
        assertThat(leaf).hasSize(1);
        assertThat(leaf.get(0).commonName()).isEqualTo(SgxCertificate.PCK);
        assertThat(leaf.get(0).pckExtension().ppid().toArray()).startsWith(platform.identity[0], platform.identity[1]);
        assertThat(header(platform.certificate, "Content-Type")).isEqualTo("application/x-pem-file");
        assertThat(header(platform.certificate, "SGX-FMSPC")).isEqualTo("00534F465400");
        assertThat(header(platform.certificate, "SGX-PCK-Certificate-CA-Type")).isEqualTo("platform");
        assertThat(chain(platform.certificate, "SGX-PCK-Certificate-Issuer-Chain")
                        .get(0)
                        .commonName())
                .isEqualTo(SgxCertificate.PLATFORM_CA);
        // Who asks again gets the same one, in either case of digits and in either version.
        assertThat(ias.get(V3 + "/pckcert" + platform.certificateQuery().replace("cpusvn=0a", "cpusvn=0A"))
                        .body())
                .isEqualTo(platform.certificate.body());
    }

    @Test
    void listsTheCertificatesForAllTcbs() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 21).certify();
        String query = "?encrypted_ppid=" + platform.encryptedPpid() + "&pceid=0000";

        JsonNode all =
                new ObjectMapper().readTree(ias.get(V4 + "/pckcerts" + query).body());
        JsonNode some = new ObjectMapper()
                .readTree(ias.get(V4 + "/pckcerts/config" + query + "&cpusvn=0a01ff" + "0".repeat(26))
                        .body());
        JsonNode old =
                new ObjectMapper().readTree(ias.get(V3 + "/pckcerts" + query).body());

        assertThat(all).hasSize(13);
        assertThat(all.get(0)
                        .get("tcb")
                        .get("sgxtcbcomponents")
                        .get(0)
                        .get("svn")
                        .asInt())
                .isEqualTo(11);
        assertThat(old.get(0).get("tcb").get("sgxtcbcomp01svn").asInt()).isEqualTo(11);
        for (int i = 0; i < all.size(); i++) {
            String tcbm = all.get(i).get("tcbm").asText();
            assertThat(some.get(i).get("tcbm").asText()).isEqualTo(tcbm);
            boolean reached = tcbm.startsWith("0A01") || tcbm.startsWith("01");
            assertThat(some.get(i).get("cert").asText().equals("Not available")).isEqualTo(!reached);
            if (tcbm.equals(platform.tcbm())) {
                assertThat(URLDecoder.decode(all.get(i).get("cert").asText(), StandardCharsets.US_ASCII))
                        .isEqualTo(text(platform.certificate));
            }
        }
    }

    @Test
    void refusesPlatformsThatItDoesNotKnow() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 22);
        String known = platform.certificateQuery();
        String stranger = known.contains("encrypted_ppid=0")
                ? known.replaceFirst("encrypted_ppid=0", "encrypted_ppid=1")
                : known.replaceFirst("encrypted_ppid=.", "encrypted_ppid=0");

        assertThat(ias.get(V4 + "/pckcert" + stranger).statusCode()).isEqualTo(400);
        assertThat(ias.get(V4 + "/pckcert" + known.replace("pceid=0000", "pceid=0100"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ias.get("/pccs" + V4 + "/pckcert" + known.replace("pceid=0000", "pceid=0100"))
                        .statusCode())
                .isEqualTo(461);
    }

    /** The quote provider library does not encrypt the PPID when it asks for the second time. */
    @Test
    void knowsAPlatformByItsQuotingEnclave() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 23);
        String query = platform.certificateQuery();
        String qeId = "&qeid=" + "AB".repeat(16);
        String zero = query.replaceFirst("encrypted_ppid=[0-9a-f]*", "encrypted_ppid=" + "0".repeat(768)) + qeId;

        HttpResponse<byte[]> before = ias.get(V4 + "/pckcert" + zero);
        assertThat(before.statusCode()).isEqualTo(461);
        assertThat(text(before)).contains("no platform is known by this QE id");
        HttpResponse<byte[]> first = ias.get(V4 + "/pckcert" + query + qeId);
        HttpResponse<byte[]> second = ias.get(V4 + "/pckcert" + zero);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "SGX-TCBm")).isEqualTo(header(first, "SGX-TCBm"));
    }

    @Test
    void joinsAPlatformOnce() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 24);
        HttpResponse<byte[]> first = platform.join();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(first.body()).hasSize(384);
        assertThat(platform.join().body()).isEqualTo(first.body());
        for (int changed : new int[] {16, 31, 32, 63}) {
            DcapPlatform other = new DcapPlatform(ias, 24);
            other.identity[changed] ^= 1;
            assertThat(other.join().statusCode()).isEqualTo(409);
        }
        assertThat(ias.post("/sgx/provisioning/v1/dcap", new byte[63]).statusCode())
                .isEqualTo(400);
        assertThat(ias.get("/sgx/provisioning/v1/dcap").statusCode()).isEqualTo(405);
    }

    @Test
    void needsNoSubscriptionKeyAndTakesAny() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(ias.uri(V4 + "/qe/identity"))
                .header("Ocp-Apim-Subscription-Key", "anything")
                .build();

        assertThat(ias.send(request).statusCode()).isEqualTo(200);
    }
}
