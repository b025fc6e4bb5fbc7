package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.SignType;
import org.sgxra.testdata.TestData;

/**
 * For every recorded report of versions 3 to 5: the emulator's own one, brought about by the cause of its status, has the
 * same fields of the same types in the same order, and values of the same form.
 */
class RecordedFieldsTest {
    /** What a platform claims to be of each status. */
    private static final Map<String, String> CPU_SVN = Map.of(
            "OK",
            "0a0202",
            "SW_HARDENING_NEEDED",
            "0a0102",
            "CONFIGURATION_NEEDED",
            "0a0201",
            "CONFIGURATION_AND_SW_HARDENING_NEEDED",
            "0a0101",
            "GROUP_OUT_OF_DATE",
            "090101",
            "SIGNATURE_INVALID",
            "0a0202");

    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static final Map<String, EpidQuote> QUOTES = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    static Stream<Path> recorded() throws Exception {
        return TestData.list("ias/reports", "").stream()
                .filter(dir -> dir.getFileName().toString().matches("v[345]_.*"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void hasTheSameFields(Path report) throws Exception {
        JsonNode theirs = new ObjectMapper().readTree(Files.readAllBytes(report.resolve("body.json")));
        SignType type = theirs.has("epidPseudonym") ? SignType.LINKABLE : SignType.UNLINKABLE;
        EpidQuote quote = quote(theirs.get("isvEnclaveQuoteStatus").asText(), type);
        String evidence = theirs.has("nonce")
                ? TestEnclave.evidence(quote, theirs.get("nonce").asText())
                : TestEnclave.evidence(quote);

        JsonNode ours = new ObjectMapper()
                .readTree(ias.post(
                                "/sgx/dev/attestation/v" + theirs.get("version").asText() + "/report",
                                TestEnclave.subscription(type),
                                evidence)
                        .body());

        assertThat(shape(ours)).isEqualTo(shape(theirs));
        assertThat(ours.get("isvEnclaveQuoteStatus")).isEqualTo(theirs.get("isvEnclaveQuoteStatus"));
        assertThat(ours.path("nonce")).isEqualTo(theirs.path("nonce"));
    }

    private static EpidQuote quote(String status, SignType type) throws Exception {
        String name = status + type;
        if (!QUOTES.containsKey(name)) {
            Path platform = Files.createDirectories(directory.resolve("platform"));
            Files.writeString(
                    platform.resolve("platform.conf"),
                    "cpu_svn = " + CPU_SVN.get(status) + "0".repeat(26) + "\nqe_svn = 16\npce_svn = 15\nmisbehave = "
                            + (status.equals("SIGNATURE_INVALID") ? "forge" : "no") + "\n");
            QUOTES.put(name, new TestEnclave(ias.platform(platform)).quote(TestEnclave.subscription(type)));
        }
        return QUOTES.get(name);
    }

    /** Name, type and form of each field in its order; of strings whose form the specification fixes, the form. */
    private static List<String> shape(JsonNode report) {
        List<String> shape = new ArrayList<>();
        report.fieldNames()
                .forEachRemaining(
                        name -> shape.add(name + " " + report.get(name).getNodeType() + " "
                                + form(name, report.get(name).asText())));
        return shape;
    }

    private static String form(String name, String value) {
        return switch (name) {
            case "id" -> value.matches("[1-9][0-9]{36,38}") ? "decimal" : value;
            case "timestamp" -> value.replaceAll("[0-9]", "9");
            case "epidPseudonym", "isvEnclaveQuoteBody" ->
                value.matches("[A-Za-z0-9+/]+=*") ? "base64 " + value.length() : value;
            case "platformInfoBlob" -> value.matches("15020065[0-9A-F]{202}") ? "PIB" : value;
            case "advisoryURL", "version" -> value;
            default -> "";
        };
    }
}
