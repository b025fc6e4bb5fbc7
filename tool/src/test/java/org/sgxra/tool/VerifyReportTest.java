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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra verify-report} on every recorded report: genuine and acceptable are different things. */
class VerifyReportTest {
    private static final Path CHAIN = TestData.path("ias/chain.pem");

    static List<Path> reports() {
        return RecordedData.reports();
    }

    static List<Path> invalid() {
        return TestData.list("ias/invalid", "");
    }

    private static ToolRun verify(Path folder, Path chain, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "verify-report",
                "--body=" + folder.resolve("body.json"),
                "--signature=" + folder.resolve("signature.b64"),
                "--chain=" + chain));
        args.addAll(List.of(more));
        return ToolRun.of(args.toArray(new String[0]));
    }

    private static String lastLine(ToolRun run) {
        return run.out().lines().reduce((first, second) -> second).orElse("");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void endsWithTheExitCodeThatTheStatusOfAGenuineReportDeserves(Path report) throws IOException {
        String status = TestData.json(report.resolve("body.json"))
                .get("isvEnclaveQuoteStatus")
                .asText();
        boolean acceptable = status.equals("OK");

        ToolRun run = verify(report, CHAIN);
        assertThat(run.exitCode()).isEqualTo(acceptable ? 0 : 4);
        assertThat(run.err()).isEmpty();
        assertThat(lastLine(run))
                .matches(
                        acceptable
                                ? "genuine and acceptable: signed under Intel's CA on .*Z, status OK"
                                : "genuine but not acceptable: the status is " + status
                                        + "; without a policy only OK is acceptable");
        assertThat(run.out()).contains("  isvEnclaveQuoteStatus").contains("quote.report_body.mr_enclave");

        JsonNode json = verify(report, CHAIN, "--json").json();
        assertThat(json.get("verdict").asText())
                .isEqualTo(acceptable ? "genuine and acceptable" : "genuine but not acceptable");
        assertThat(json.get("exitCode").intValue()).isEqualTo(run.exitCode());
        assertThat(lastLine(run))
                .isEqualTo(
                        json.get("verdict").asText() + ": " + json.get("reason").asText());
        assertThat(json.get("structures").get(0).get("members")).isEqualTo(TestData.json(report.resolve("body.json")));
    }

    @Test
    void hasReportsOfBothSorts() {
        assertThat(reports()).hasSize(88).anyMatch(report -> report.toString().contains("SIGNATURE_INVALID"));
        assertThat(invalid()).hasSize(14);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsNotGenuineAndShowsNothingOfIt(Path report) throws IOException {
        ToolRun run = verify(report, report.resolve("chain.pem"));
        assertThat(run.exitCode())
                .as(TestData.text("ias/invalid/" + report.getFileName() + "/why.txt"))
                .isEqualTo(2);
        assertThat(run.out().strip())
                .startsWith("not genuine: attestation report refused: ")
                .hasLineCount(1);
        JsonNode json = verify(report, report.resolve("chain.pem"), "--json").json();
        assertThat(json.get("verdict").asText()).isEqualTo("not genuine");
        assertThat(json.get("exitCode").intValue()).isEqualTo(2);
        assertThat(json.get("structures")).isEmpty();
    }

    @Test
    void takesTheHeadersOfAnAnswerAsTheyAre() {
        Path ok = TestData.path("ias/reports/v3_OK_2020-01-30_87128901");
        Path header = TestData.path("ias/X-IASReport-Signing-Certificate.urlencoded.txt");
        assertThat(verify(ok, header).exitCode()).isZero();
    }

    @Test
    void takesAReportThatIsTooOldForGenuineButNotAcceptable() {
        Path ok = TestData.path("ias/reports/v3_OK_2020-01-30_87128901");
        ToolRun old = verify(ok, CHAIN, "--max-age=60");
        assertThat(old.exitCode()).isEqualTo(4);
        assertThat(lastLine(old))
                .matches(
                        "genuine but not acceptable: the report is of 2020-01-30T.*Z, [0-9]+ seconds old; acceptable are 60");
        assertThat(verify(ok, CHAIN, "--max-age=2147483647").exitCode()).isZero();
    }

    @Test
    void saysTheStatusRatherThanTheAgeOfAnOldReport() {
        Path revoked = TestData.path("ias/reports/v3_SIGNATURE_INVALID_linkable_2018-08-24_14222765");
        ToolRun run = verify(revoked, CHAIN, "--max-age=60");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(lastLine(run)).startsWith("genuine but not acceptable: the status is SIGNATURE_INVALID; ");
    }

    @Test
    void takesAReportForNotGenuineUnderAnotherCa() {
        Path ok = TestData.path("ias/reports/v3_OK_2020-01-30_87128901");
        ToolRun run = verify(ok, CHAIN, "--ca=" + TestData.path("hex/report_ca.pem"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lastLine(run)).startsWith("not genuine: attestation report refused: signing chain: ");
        assertThat(verify(ok, CHAIN, "--ca=" + CHAIN).err())
                .contains("is no CA certificate")
                .hasLineCount(1);
    }

    @Test
    void saysWhatThePlatformsOwnerCanDo() throws IOException {
        Path outdated = reports().stream()
                .filter(report -> report.toString().contains("v4_GROUP_OUT_OF_DATE"))
                .findFirst()
                .orElseThrow();
        ToolRun run = verify(outdated, CHAIN);
        JsonNode advice = verify(outdated, CHAIN, "--json").json().get("advice");
        assertThat(advice).isNotEmpty();
        advice.forEach(line -> assertThat(run.out().lines()).contains(line.asText()));
        assertThat(run.out()).contains("QE_EPID_GROUP_OUT_OF_DATE: the EPID group is out of date");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                   | --body is required
            --body=X                             | no such file: X
            --body=@ --signature=@ --chain=@ X   | X is no option
            --max-age=-1                         | --body is required
            --body=@ --signature=@ --chain=@ --max-age=never | --max-age: 'never' is not a number of seconds
            --body=@ --signature=@ --chain=@ --ca=@ | it holds no PEM certificate
            --nonsense                           | unknown option --nonsense
            """)
    void endsWith1ForWrongUsage(String line, String message, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        String[] args = Stream.concat(
                        Stream.of("verify-report"),
                        Stream.of(line.split(" "))
                                .filter(word -> !word.isEmpty())
                                .map(word -> word.replace("@", file.toString())))
                .toArray(String[]::new);
        assertUsage(message, args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "--body=a\0b"})
    void refusesWhatNoFileCanBeCalled(String argument) throws IOException {
        assertUsage("is not the name of a file", "verify-report", argument);
    }

    private static void assertUsage(String message, String... args) throws IOException {
        ToolRun run = ToolRun.of(args);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
