package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra decode} on DCAP quotes, the certificates in them, and collateral. */
class DecodeDcapTest {
    private static final String CASE = "dcap/swhardening-v3-00606a000000-202606-8fcedd/";

    static List<Path> quotes() {
        return Stream.concat(
                        TestData.list("dcap/_parse-only", ".bin").stream(),
                        TestData.list("dcap", "").stream()
                                .map(folder -> folder.resolve("quote.bin"))
                                .filter(Files::exists))
                .toList();
    }

    private static JsonNode decode(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("decode", "--json"));
        all.addAll(List.of(args));
        ToolRun run = ToolRun.of(all.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.json().get("structures");
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void showsEachByteOfEveryRecordedQuoteOnce(Path quote) throws IOException {
        JsonNode structures = decode(quote.toString());

        StringBuilder digits = new StringBuilder();
        structures
                .get(0)
                .get("fields")
                .forEach(field -> digits.append(field.get("bytes").asText()));
        assertThat(structures.get(0).get("kind").asText()).isEqualTo("DCAP quote");
        assertThat(digits).hasToString(ByteString.of(TestData.bytes(quote)).hex());
        boolean chain = digits.indexOf(ByteString.of("-----BEGIN".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .hex())
                > 0;
        assertThat(structures).hasSizeBetween(chain ? 3 : 1, chain ? 4 : 1);
    }

    @Test
    void showsWhatThePckCertificateSaysOfItsPlatform() throws IOException {
        JsonNode expected = TestData.json(CASE + "expected.json");
        JsonNode structures = decode(TestData.path(CASE + "quote.bin").toString());
        JsonNode pck = structures.get(1);
        JsonNode members = pck.get("members");

        assertThat(pck.get("kind").asText()).isEqualTo("certificate");
        assertThat(pck.get("source").asText()).isEqualTo("certification data");
        assertThat(members.get("sgx.fmspc").asText())
                .isEqualTo(expected.get("fmspc").asText());
        assertThat(members.get("sgx.tcb.pcesvn").asInt())
                .isEqualTo(expected.get("pcesvn").asInt());
        assertThat(members.get("sgx.tcb.cpusvn").asText())
                .isEqualTo(expected.get("cpusvn").asText());
        assertThat(members.get("sgx.dynamicPlatform").asBoolean()).isTrue();
        assertThat(members.get("serialNumber").asText()).endsWith("9fc71cdbfde5e5a47a907bebe364bd968c1932");
        assertThat(structures.get(3).get("members").get("subject").asText()).contains("CN=Intel SGX Root CA");
    }

    @Test
    void showsTheDocumentsAndListsOfCollateral() throws IOException {
        JsonNode tcbInfo =
                decode(TestData.path(CASE + "tcbInfo.json").toString()).get(0);
        assertThat(tcbInfo.get("kind").asText()).isEqualTo("TCB info");
        assertThat(tcbInfo.get("members").get("fmspc").asText()).isEqualTo("00606a000000");
        assertThat(tcbInfo.get("members").get("tcbEvaluationDataNumber").asInt())
                .isEqualTo(21);
        assertThat(tcbInfo.get("members").get("componentNames").get(1).asText())
                .isEqualTo("OS/VMM: SGX Late Microcode Update");
        JsonNode levels = tcbInfo.get("members").get("tcbLevels");
        assertThat(levels).hasSizeGreaterThan(5);
        assertThat(levels.get(0).get("components").asText()).hasSize(32);
        assertThat(levels.get(0).get("tcbStatus").asText()).isEqualTo("SWHardeningNeeded");
        JsonNode identity =
                decode(TestData.path(CASE + "qeIdentity.json").toString()).get(0);
        assertThat(identity.get("kind").asText()).isEqualTo("QE identity");
        assertThat(identity.get("members").get("id").asText()).isEqualTo("QE");
        for (String list : List.of("pckCrl.der", "rootCaCrl.der")) {
            assertThat(decode(TestData.path(CASE + list).toString())
                            .get(0)
                            .get("kind")
                            .asText())
                    .isEqualTo("revocation list");
        }
        assertThat(decode(TestData.path(CASE + "tcbSignChain.pem").toString())).hasSize(2);
        assertThat(decode(
                        "--as=certificate",
                        TestData.path("dcap/testroot-intel-qvl-sample/trustedRootCaCert.pem")
                                .toString(),
                        "--as=pem"))
                .hasSize(1);
        ToolRun text = ToolRun.of("decode", TestData.path(CASE + "tcbInfo.json").toString());
        assertThat(text.out()).contains("taken for TCB info", "  tcbLevels[1] ");
    }

    @Test
    void showsTheTdxModulesOfATcbInfo() throws IOException {
        JsonNode structures = decode(TestData.path("dcap/tdx-uptodate-v4-b0c06f000000-202506/collateral.json")
                .toString());
        List<String> kinds = new ArrayList<>();
        structures.forEach(structure -> kinds.add(
                structure.get("source").asText() + ": " + structure.get("kind").asText()));
        assertThat(kinds)
                .containsSubsequence(
                        "tcb_info: TCB info",
                        "tcb_info_issuer_chain: certificate",
                        "qe_identity: QE identity",
                        "root_ca_crl: revocation list",
                        "pck_crl: revocation list");
        JsonNode members = structures.get(0).get("members");
        assertThat(members.get("id").asText()).isEqualTo("TDX");
        assertThat(members.get("tcbLevels").get(0).get("tdxComponents").asText())
                .hasSize(32);
        assertThat(members.has("tdxModule.mrsigner")).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        for (Path file : TestData.list("dcap/_malformed", ".json")) {
            ToolRun run = ToolRun.of("decode", file.toString());
            boolean readable =
                    file.toString().matches(".*(_ok|with_advisoryids|with_pceid|v3_tcbinfo_sgx|v3_tcbinfo_tdx)\\.json");
            assertThat(run.exitCode()).as(file + run.err()).isEqualTo(readable ? 0 : 2);
            assertThat(run.err().isEmpty()).isEqualTo(readable);
        }
        ToolRun cut = ToolRun.withInput("-----BEGIN CERTIFICATE-----\nAAAA\n", "decode");
        assertThat(cut.exitCode()).isEqualTo(2);
        assertThat(cut.err()).contains("PEM: PEM block 1 has no end line");
    }
}
