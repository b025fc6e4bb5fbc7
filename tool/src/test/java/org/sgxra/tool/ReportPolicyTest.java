package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.testdata.TestData;

/** What the user wants of a genuine report, in options and in a policy file; and many reports at once. */
class ReportPolicyTest {
    private static final Path HARDENING =
            TestData.path("ias/reports/v4_SW_HARDENING_NEEDED_linkable_nonce_2022-05-05_74432326");
    private static final JsonNode BODY = TestData.json(HARDENING.resolve("body.json"));
    private static final ByteString QUOTE = ByteString.of(
            Base64.getDecoder().decode(BODY.get("isvEnclaveQuoteBody").asText()));
    private static final String MRENCLAVE = QUOTE.slice(112, 144).hex();
    private static final String MRSIGNER = QUOTE.slice(176, 208).hex();
    private static final String REPORT_DATA = QUOTE.slice(368, 432).hex();
    private static final String NONCE = BODY.get("nonce").asText();
    private static final String OTHER = "ab".repeat(32);

    @TempDir
    Path folder;

    private static ToolRun verify(String... more) {
        List<String> args = new ArrayList<>(List.of("verify-report", HARDENING.toString()));
        args.addAll(List.of(more));
        return ToolRun.of(args.toArray(new String[0]));
    }

    private static String lastLine(ToolRun run) {
        return run.out().lines().reduce((first, second) -> second).orElse("");
    }

    @Test
    void acceptsWhatIsAskedFor() throws IOException {
        ToolRun run = verify(
                "--accept-status=SW_HARDENING_NEEDED",
                "--mrenclave=" + OTHER + "," + MRENCLAVE,
                "--mrsigner=" + MRSIGNER,
                "--isv-product-id=1",
                "--nonce=" + NONCE,
                "--report-data=" + REPORT_DATA);
        assertThat(lastLine(run))
                .matches(
                        "genuine and acceptable: signed under Intel's CA on 2022-05-05T.*Z, status SW_HARDENING_NEEDED, "
                                + "which is accepted on purpose");
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --mrenclave=@                     | MRENCLAVE
            --mrsigner=@                      | MRSIGNER
            --isv-product-id=65535            | product id
            --min-isv-svn=65535               | ISV SVN
            --nonce=other                     | the nonce is $, expected was other
            --report-data=@                   | the report data is
            --mitigated-advisories=INTEL-SA-1 | not all of the advisories
            --max-age=1                       | seconds old; acceptable are 1
            --accept-status=CONFIGURATION_NEEDED | the status is SW_HARDENING_NEEDED, which the policy does not accept
            """)
    void saysWhatIsNotAcceptable(String option, String reason) throws IOException {
        String wanted = option.replace("@", OTHER);
        ToolRun run = option.startsWith("--accept-status")
                ? verify(wanted)
                : verify("--accept-status=SW_HARDENING_NEEDED", wanted);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(lastLine(run)).startsWith("genuine but not acceptable: ").contains(reason.replace("$", NONCE));
        assertThat(run.out()).containsPattern("  failed +");
    }

    @Test
    void saysEverythingThatIsNotAcceptable() {
        assertThat(lastLine(verify("--mrsigner=" + OTHER, "--nonce=other", "--max-age=1")))
                .contains("MRSIGNER")
                .contains("the status is SW_HARDENING_NEEDED; without a policy only OK is acceptable")
                .contains("the nonce is ")
                .contains(" seconds old; acceptable are 1");
    }

    private Path policy(String... lines) throws IOException {
        return Files.write(folder.resolve("policy"), List.of(lines));
    }

    @Test
    void takesThePolicyFile() throws IOException {
        Path policy = policy(
                "# a comment",
                "MRSIGNER=" + MRSIGNER,
                "PRODID=1   # another",
                "MIN_ISVSVN=0",
                "ALLOW_DEBUG=0",
                "MRENCLAVE=",
                "ACCEPT_STATUS='SW_HARDENING_NEEDED'",
                "MITIGATED_ADVISORIES=\"\"");
        assertThat(verify("--policy=" + policy).exitCode()).isZero();
        ToolRun other = verify("--policy=" + policy, "--mrsigner=" + OTHER);
        assertThat(other.exitCode()).isEqualTo(4);
        assertThat(lastLine(other)).contains("MRSIGNER " + MRSIGNER + " is not the required " + OTHER);
    }

    @Test
    void acceptsADebugEnclaveOnlyIfThePolicyFileSaysSo() throws IOException {
        Path debug = RecordedData.reports().stream()
                .filter(ReportPolicyTest::isDebug)
                .findFirst()
                .orElseThrow();
        String accept = "ACCEPT_STATUS=GROUP_OUT_OF_DATE,CONFIGURATION_NEEDED,SW_HARDENING_NEEDED,"
                + "CONFIGURATION_AND_SW_HARDENING_NEEDED";
        for (String line : List.of("ALLOW_DEBUG=0", "ALLOW_DEBUG=", "# nothing")) {
            ToolRun run = ToolRun.of("verify-report", "--policy=" + policy(line, accept), debug.toString());
            assertThat(lastLine(run)).contains("the enclave is in debug mode, which is not allowed");
        }
        ToolRun allowed = ToolRun.of("verify-report", "--policy=" + policy("ALLOW_DEBUG=1", accept), debug.toString());
        assertThat(lastLine(allowed)).doesNotContain("debug mode");
    }

    private static boolean isDebug(Path report) {
        byte[] quote = Base64.getDecoder()
                .decode(TestData.json(report.resolve("body.json"))
                        .get("isvEnclaveQuoteBody")
                        .asText());
        return (quote[96] & 2) != 0;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MRSIGNER=12              | MRSIGNER in @: 12
            NONSENSE=1               | line 1 is no setting of a policy: NONSENSE
            MRSIGNER=$(id)           | line 1 is not NAME=value
            ALLOW_DEBUG=yes          | must be 0 or 1
            ACCEPT_STATUS=REVOKED    | is none of
            """)
    void refusesAPolicyFileThatIsNone(String line, String message) throws IOException {
        ToolRun run = verify("--policy=" + policy(line));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        String start = message.split("@")[0].strip();
        assertThat(run.err()).contains(start).contains("policy").hasLineCount(1);
    }

    @Test
    void printsALineForEachOfManyAndASummary() throws IOException {
        ToolRun run = ToolRun.of("verify-report", TestData.path("ias/reports").toString());
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out().lines().filter(line -> line.contains(": genuine ")))
                .hasSize(88);
        assertThat(lastLine(run)).isEqualTo("88 reports: 12 genuine and acceptable, 76 genuine but not acceptable");

        ToolRun all = ToolRun.of("verify-report", "--json", TestData.path("ias").toString());
        JsonNode json = all.json();
        assertThat(all.exitCode()).isEqualTo(2).isEqualTo(json.get("exitCode").intValue());
        assertThat(json.get("reports")).hasSize(88 + 14 + 1);
        assertThat(json.get("summary").get("not genuine").intValue()).isEqualTo(14);
        assertThat(json.get("summary").get("passed over").intValue()).isPositive();
    }

    @Test
    void doesNotPassOverAFileThatWasNamed() throws IOException {
        Path readme = Files.writeString(folder.resolve("README"), "text", StandardCharsets.US_ASCII);
        ToolRun run = ToolRun.of("verify-report", HARDENING.toString(), readme.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).contains("README: no report: it looks like ").contains("2 reports: ");
        ToolRun inFolder = ToolRun.of("verify-report", folder.toString(), HARDENING.toString());
        assertThat(inFolder.exitCode()).isEqualTo(4);
        assertThat(lastLine(inFolder)).endsWith("1 file that is no report passed over");
        assertThat(ToolRun.of("verify-report", HARDENING.toString(), HARDENING.toString(), "--chain=x")
                        .err())
                .contains("--signature and --chain are for one report");
    }
}
