package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra verify-quote} on recorded DCAP quotes with the collateral of their time. */
class VerifyDcapQuoteTest {
    private static final String UP_TO_DATE = "uptodate-v2-00606a000000-202207-a12f31";
    private static final String HARDENING = "swhardening-v3-00606a000000-202606-8fcedd";

    @TempDir
    private Path folder;

    /** A folder of testdata/dcap with a quote and what must come out. */
    record Case(String name, JsonNode expected) {
        static Case of(String name) {
            return new Case(name, TestData.json("dcap/" + name + "/expected.json"));
        }

        Path folder() {
            return TestData.path("dcap/" + name);
        }

        String text(String member) {
            return expected.path(member).asText();
        }

        boolean isDebug() {
            String attributes = "0" + expected.path("report").path("attributes").asText();
            return attributes.length() > 2 && (Character.digit(attributes.charAt(2), 16) & 2) != 0;
        }

        ToolRun run(String... more) {
            List<String> args = new ArrayList<>(List.of(
                    "verify-quote",
                    "--quote=" + folder().resolve("quote.bin"),
                    "--collateral=" + folder(),
                    "--verify-at=" + text("verifyAt")));
            Path root = folder().resolve("trustedRootCaCert.pem");
            if (Files.exists(root)) {
                args.add("--dcap-root=" + root);
            }
            args.addAll(List.of(more));
            return ToolRun.of(args.toArray(new String[0]));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        return TestData.list("dcap", "").stream()
                .filter(each -> Files.exists(each.resolve("expected.json")))
                .map(each -> Case.of(each.getFileName().toString()))
                .toList();
    }

    private static String lastLine(ToolRun run) {
        return run.out().lines().reduce((first, second) -> second).orElse("");
    }

    @Test
    void knowsAllCases() {
        assertThat(all()).hasSize(46);
        System.out.println("sgx-ra verify-quote: " + all().size() + " recorded DCAP cases");
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesEachRecordedCaseItsStatusAndExitCode(Case recorded) throws IOException {
        JsonNode json = recorded.run("--json").json();

        String refused = recorded.expected().has("result") ? recorded.text("result") : recorded.text("strictResult");
        if (refused.isEmpty()) {
            boolean acceptable = recorded.text("status").equals("UpToDate") && !recorded.isDebug();
            assertThat(json.get("verified").asBoolean()).isTrue();
            assertThat(json.get("acceptable").asBoolean()).isEqualTo(acceptable);
            assertThat(json.get("exitCode").asInt()).isEqualTo(acceptable ? 0 : 4);
            assertThat(json.get("reason").isNull()).isEqualTo(acceptable);
        } else {
            assertThat(json.get("verified").asBoolean()).isFalse();
            assertThat(json.get("acceptable").asBoolean()).isFalse();
            assertThat(json.get("reason").asText()).isEqualTo(refused.split("[ ,]")[0]);
            assertThat(json.get("exitCode").asInt()).isEqualTo(2);
        }
        if (recorded.expected().has("status")) {
            assertThat(json.get("status").asText()).isEqualTo(recorded.text("status"));
        } else if (!refused.contains("_EXPIRED")) {
            assertThat(json.get("status").isNull()).isTrue();
        }
        if (recorded.expected().has("qe")) {
            assertThat(json.get("qeStatus").asText()).isEqualTo(recorded.text("qe"));
            assertThat(json.get("platformLevel").get("tcbStatus").asText()).isEqualTo(recorded.text("platform"));
            assertThat(Instant.parse(json.get("platformLevel").get("tcbDate").asText()))
                    .isEqualTo(Instant.parse(recorded.text("tcbDate")));
            assertThat(texts(json.get("advisoryIDs"))).containsExactlyElementsOf(advisories(recorded));
        }
        ToolRun run = recorded.run();
        assertThat(run.exitCode()).as(run.out()).isEqualTo(json.get("exitCode").asInt());
        assertThat(run.err()).isEmpty();
        assertThat(lastLine(run))
                .isEqualTo(json.get("verdict").asText() + ": "
                        + json.get("explanation").asText());
        assertThat(run.out().contains("\nadvice\n"))
                .isEqualTo(!json.get("advice").isEmpty());
        assertThat(run.out()).contains("taken for DCAP quote, ").contains("  passed       quote format");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static TreeSet<String> advisories(Case recorded) {
        TreeSet<String> union = new TreeSet<>(texts(recorded.expected().get("advisories")));
        union.addAll(texts(recorded.expected().get("qeAdvisories")));
        return union;
    }

    @Test
    void readsTheQuoteInEveryForm() throws IOException {
        Case recorded = Case.of(HARDENING);
        byte[] quote = TestData.bytes(recorded.folder().resolve("quote.bin"));
        String base64 = Base64.getEncoder().encodeToString(quote);
        String list = IntStream.range(0, quote.length)
                .mapToObj(i -> String.format("0x%02x", quote[i]))
                .collect(Collectors.joining(", ", "static const uint8_t quote[] = {\n", "};\n"));
        for (String text : List.of(
                ByteString.of(quote).hex(),
                base64,
                list,
                "{\"isvEnclaveQuote\":\"" + base64 + "\",\"nonce\":\"00\"}")) {
            Path file = Files.writeString(folder.resolve("quote"), text);
            JsonNode json = recorded.run("--quote=" + file, "--json").json();
            assertThat(json.get("status").asText()).as(text.substring(0, 20)).isEqualTo("SWHardeningNeeded");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--accept-status=SW_HARDENING_NEEDED, 0",
        "--accept-status=SW_HARDENING_NEEDED --mitigated-advisories=INTEL-SA-00615, 0",
        "--accept-status=SW_HARDENING_NEEDED --mitigated-advisories=INTEL-SA-00001, 4",
        "--accept-status=SW_HARDENING_NEEDED --dcap-min-tcb-number=21, 0",
        "--accept-status=SW_HARDENING_NEEDED --dcap-min-tcb-number=22, 4",
        "--accept-status=CONFIGURATION_NEEDED, 4",
        "-X, 4",
        "--mitigated-advisories=INTEL-SA-00615, 4",
        "--accept-status=SW_HARDENING_NEEDED -R 1 -V 1, 0",
        "--accept-status=SW_HARDENING_NEEDED -R 2, 4",
        "--accept-status=SW_HARDENING_NEEDED -V 2, 4",
        "--accept-status=SW_HARDENING_NEEDED -D --nonce=db2db138, 0",
        "--accept-status=SW_HARDENING_NEEDED --nonce=2db138, 4",
        "--accept-status=SW_HARDENING_NEEDED --report-data=db2db138a3c38ddad7dc181a584e0af192c946f10a27bf748b7a1104461c1495, 0",
        "--accept-status=SW_HARDENING_NEEDED --report-data=db2db138, 4"
    })
    void asksForWhatTheOptionsSay(String options, int exitCode) throws IOException {
        ToolRun run = Case.of(HARDENING).run(options.split(" "));
        assertThat(run.exitCode()).as(lastLine(run)).isEqualTo(exitCode);
    }

    @Test
    void acceptsDebugEnclavesOnPurposeOnly() {
        Case debug = all().stream()
                .filter(each -> each.isDebug() && each.text("status").equals("UpToDate"))
                .findFirst()
                .orElseThrow();
        ToolRun run = debug.run();
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(lastLine(run)).contains("the enclave is in debug mode, which is not allowed");
        assertThat(debug.run("--allow-debug-enclave").exitCode()).isZero();
    }

    @Test
    void saysWhatTheNextLevelNeeds() throws IOException {
        Case recorded = Case.of("outofdate-v3-90806f000000-202508-91545f");
        assertThat(recorded.run().out())
                .contains(
                        "next platform level",
                        "OutOfDate of 2024-03-13T00:00:00Z: SGX component 1 (BIOS: Early Microcode Update) is 6, needs 7; "
                                + "SGX component 2 (OS/VMM: SGX Late Microcode Update) is 6, needs 7");
        JsonNode next = recorded.run("--json").json().get("nextPlatformLevel");
        assertThat(next.get("tcbStatus").asText()).isEqualTo("OutOfDate");
        assertThat(texts(next.get("needs")))
                .containsExactly(
                        "SGX component 1 (BIOS: Early Microcode Update) is 6, needs 7",
                        "SGX component 2 (OS/VMM: SGX Late Microcode Update) is 6, needs 7");
        JsonNode qe = Case.of("outofdate-qeood-v3-00606a000000-202606-054f36")
                .run("--json")
                .json();
        assertThat(texts(qe.get("nextQeLevel").get("needs")))
                .singleElement()
                .asString()
                .matches("ISV SVN of the quoting enclave is [0-9]+, needs [0-9]+");
        assertThat(Case.of(UP_TO_DATE).run("--json").json().has("nextPlatformLevel"))
                .isFalse();
    }

    @Test
    void saysWhatToFetchAndFromWhere() throws IOException {
        Case recorded = Case.of(HARDENING);
        String pcs = "https://api.trustedservices.intel.com/sgx/certification/v4/";
        for (String option : List.of("--json", "--collateral=" + folder, "--collateral=" + folder.resolve("none"))) {
            List<String> args = new ArrayList<>(
                    List.of("verify-quote", "--quote=" + recorded.folder().resolve("quote.bin"), option));
            ToolRun run = ToolRun.of(args.toArray(new String[0]));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out())
                    .contains(
                            pcs + "tcb?fmspc=00606A000000",
                            pcs + "qe/identity",
                            pcs + "pckcrl?ca=platform&encoding=der",
                            "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der",
                            "TCB-Info-Issuer-Chain");
        }
        for (Path file : TestData.list("dcap/" + HARDENING, "")) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        for (String name :
                List.of("tcbInfo.json", "qeIdentity.json", "tcbSignChain.pem", "rootCaCrl.der", "pckCrl.der")) {
            Files.delete(folder.resolve(name));
            JsonNode json = recorded.run("--collateral=" + folder, "--json").json();
            assertThat(json.get("exitCode").asInt()).isEqualTo(2);
            assertThat(json.get("missing")).hasSize(1);
            assertThat(json.get("missing").get(0).get("file").asText()).isEqualTo(name);
            assertThat(json.get("missing").get(0).fieldNames()).toIterable().containsExactly("file", "url", "hint");
            assertThat(json.get("explanation").asText()).contains("missing in " + folder + ": " + name);
            Files.copy(recorded.folder().resolve(name), folder.resolve(name));
        }
        assertThat(recorded.run("--collateral=" + folder).exitCode()).isEqualTo(4);
    }

    @Test
    void namesTheCollateralOfTrustDomains() {
        ToolRun run = ToolRun.of(
                "verify-quote", "--quote=" + TestData.path("dcap/tdx-uptodate-v4-b0c06f000000-202506/quote.bin"));
        assertThat(run.out())
                .contains(
                        "https://api.trustedservices.intel.com/tdx/certification/v4/tcb?fmspc=B0C06F000000",
                        "https://api.trustedservices.intel.com/tdx/certification/v4/qe/identity",
                        "https://api.trustedservices.intel.com/sgx/certification/v4/pckcrl?ca=platform&encoding=der");
    }

    @Test
    void usesExpiredCollateralOnPurposeOnly() throws IOException {
        Case recorded = Case.of(HARDENING);
        String later = "--verify-at=2026-07-06T00:00:00Z";
        JsonNode expired = recorded.run(later, "--json").json();
        assertThat(expired.get("exitCode").asInt()).isEqualTo(2);
        assertThat(expired.get("reason").asText()).endsWith("_EXPIRED");
        assertThat(expired.get("status").asText()).isEqualTo("SWHardeningNeeded");
        JsonNode grace = recorded.run(later, "--dcap-grace=2", "--json").json();
        assertThat(grace.get("exitCode").asInt()).isEqualTo(4);
        assertThat(texts(grace.get("warnings"))).anyMatch(warning -> warning.contains("date of the"));
    }

    @Test
    void refusesMalformedQuotesWithTheReason() throws IOException {
        Case recorded = Case.of(HARDENING);
        byte[] quote = TestData.bytes(recorded.folder().resolve("quote.bin"));
        Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(quote, 1000));
        JsonNode json = recorded.run("--quote=" + cut, "--json").json();
        assertThat(json.get("exitCode").asInt()).isEqualTo(2);
        assertThat(json.get("reason").asText()).isEqualTo("QUOTE_FORMAT");
        quote[100] ^= 1;
        Path altered = Files.write(folder.resolve("altered"), quote);
        ToolRun run = recorded.run("--quote=" + altered);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lastLine(run)).startsWith("not verified: QUOTE_SIGNATURE: ");
        assertThat(run.out()).contains("  failed       quote signature");
        assertThat(recorded.run(
                                "--dcap-root=" + TestData.path("dcap/testroot-intel-qvl-sample/trustedRootCaCert.pem"),
                                "--json")
                        .json()
                        .get("reason")
                        .asText())
                .isEqualTo("ROOT_UNTRUSTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--verify-at=yesterday|is no time such as 2025-06-15T01:27:46Z",
                "--dcap-grace=91|0 to 90",
                "--dcap-root=/dev/null|holds no root",
                "--accept-status=UpToDate|is none of SW_HARDENING_NEEDED",
                "--accept-status=SW_HARDENING_NEEDED -X|exclude each other",
                "-D --allow-debug-enclave|exclude each other",
                "--report-data=0|is not hexadecimal",
                "--nonce=|no or more than 64 bytes",
                "-R 65536|65535"
            })
    void endsWith1ForWrongUsage(String line) {
        String[] parts = line.split("\\|");
        ToolRun run = Case.of(UP_TO_DATE).run(parts[0].split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(parts[1]).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
