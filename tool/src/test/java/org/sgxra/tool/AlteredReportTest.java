package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.testdata.TestData;

/** Real reports that were altered in storage: what was done is named, and undone only if the user wants it. */
class AlteredReportTest {
    private static final Path OK = TestData.path("ias/reports/v3_OK_2020-01-30_87128901");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHITE_SPACE = "it was written anew with white space between its members";
    private static final String ORDER = "its members were put into another order";

    @TempDir
    Path folder;

    private ToolRun verify(Path report, byte[] body, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "verify-report",
                "--body=" + Files.write(folder.resolve("body.json"), body),
                "--signature=" + report.resolve("signature.b64")));
        args.addAll(List.of(more));
        return ToolRun.of(args.toArray(new String[0]));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> alterations() throws IOException {
        String body = TestData.text("ias/reports/v3_OK_2020-01-30_87128901/body.json");
        JsonNode tree = JSON.readTree(body);
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        Map<String, Object> sorted = JSON.convertValue(tree, new TypeReference<TreeMap<String, Object>>() {});
        String mark = "\u00ef\u00bb\u00bf";
        return Stream.of(
                Arguments.of("white space, such as a line end, was put around it", bytes(body + "\n")),
                Arguments.of("white space, such as a line end, was put around it", bytes(body + "\r\n")),
                Arguments.of("a byte order mark was put before it", bytes(mark + body)),
                Arguments.of(WHITE_SPACE, bytes(pretty)),
                Arguments.of(
                        "its line ends were changed to CR LF; " + WHITE_SPACE,
                        bytes(pretty.replaceAll("\r?\n", "\r\n"))),
                Arguments.of("characters of it were escaped", bytes(body.replace("/", "\\/"))),
                Arguments.of("characters of it were escaped", bytes(body.replace("Ag", "\\u0041g"))),
                Arguments.of(ORDER, JSON.writeValueAsBytes(sorted)),
                Arguments.of("it was stored as UTF-16LE", ("\ufeff" + body).getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of(
                        "a byte order mark was put before it; white space, such as a line end, was put around it; "
                                + WHITE_SPACE + "; " + ORDER,
                        bytes(mark
                                + JSON.writer()
                                        .with(SerializationFeature.INDENT_OUTPUT)
                                        .writeValueAsString(sorted) + "\n")));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void namesWhatWasDoneAndUndoesItOnlyWithRepair(String what, byte[] altered) throws IOException {
        ToolRun run = verify(OK, altered);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().strip())
                .startsWith("not genuine: attestation report refused: ")
                .endsWith("; the text was altered in storage: " + what
                        + "; undoing that makes the signature good, and --repair judges it so")
                .hasLineCount(1);

        ToolRun repaired = verify(OK, altered, "--repair", "--json");
        assertThat(repaired.exitCode()).isZero();
        JsonNode json = repaired.json();
        assertThat(json.get("reason").asText()).endsWith(", status OK; undone before: " + what);
        assertThat(String.join("; ", JSON.convertValue(json.get("repaired"), String[].class)))
                .isEqualTo(what);
        assertThat(json.get("structures").get(0).get("members")).isEqualTo(TestData.json(OK.resolve("body.json")));
    }

    @Test
    void doesNotCallAReportAlteredThatIsAsItCame() throws IOException {
        ToolRun run = verify(OK, Files.readAllBytes(OK.resolve("body.json")), "--repair", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().get("repaired")).isEmpty();
        assertThat(run.json().get("reason").asText()).endsWith(", status OK");
    }

    @Test
    void repairsNothingButWhatStorageDoes() throws IOException {
        String other = Files.readString(OK.resolve("body.json")).replace("\"OK\"", "\"GROUP_OUT_OF_DATE\"") + "\n";
        ToolRun run = verify(OK, bytes(other), "--repair");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().strip())
                .endsWith("; the text was altered in storage (white space, such as a line end, was put around it), "
                        + "but undoing that does not make the signature good");
    }

    @Test
    void undoesWhatOtherProjectsDidToRealReports() {
        List<Path> reports = TestData.list("ias/invalid", "").stream()
                .filter(path -> path.getFileName().toString().startsWith("reserialised_"))
                .toList();
        assertThat(reports).hasSize(3);
        for (Path report : reports) {
            ToolRun run = ToolRun.of("verify-report", "--repair", report.toString());
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.out()).contains("undone before: " + WHITE_SPACE);
        }
    }
}
