package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.testdata.TestData;

/** Recorded sessions as JSON documents, given to {@code sgx-ra walkthrough} and {@code sgx-ra replay} as they are. */
class SessionDocumentTest {
    private static final Pattern MAP = Pattern.compile("<div class=\"map(?: long)?\"[^>]* data-size=\"(\\d+)\">");
    private static final Path TLS_RUN = TestData.path("tls-protobuf/fixed_vectors.json");

    @TempDir
    private Path folder;

    static Stream<Path> documents() {
        return Stream.concat(TestData.list("hex", ".json").stream(), Stream.of(TLS_RUN));
    }

    /** Sizes of the messages, as the document has them. */
    private static List<Integer> sizes(Path file) {
        JsonNode json = TestData.json(file);
        Stream<String> digits = json.has("frames")
                ? json.get("frames")
                        .valueStream()
                        .map(frame -> frame.get("header_hex").asText()
                                + frame.get("body_hex").asText())
                : json.has("messages")
                        ? json.get("messages").valueStream().map(message -> message.get("hex")
                                .asText())
                        : Stream.of("msg0_msg1", "msg2", "msg3", "msg4")
                                .map(name -> json.get(name).asText());
        return digits.map(hex -> hex.length() / 2).toList();
    }

    private String page(Path session) throws IOException {
        Path page = folder.resolve("page.html");
        ToolRun run = ToolRun.of("walkthrough", session.toString(), "-o", page.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return Files.readString(page);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void hasAPageWithAMapOfEachMessage(Path file) throws Exception {
        String page = page(file);

        List<Integer> mapped = MAP.matcher(page)
                .results()
                .map((MatchResult map) -> Integer.parseInt(map.group(1)))
                .toList();
        assertThat(mapped).containsSubsequence(sizes(file));
        assertThat(page).doesNotContain("cannot be taken apart");
    }

    /** No key of the document is shown, but for its hash, unless {@code -d} asks for it. */
    @Test
    void showsItsKeysWithDebugAlone() throws Exception {
        String mk = TestData.json(TLS_RUN).get("MK").asText();
        Path page = folder.resolve("page.html");

        assertThat(page(TLS_RUN)).doesNotContain(mk);
        ToolRun.of("walkthrough", TLS_RUN.toString(), "-d", "-o", page.toString());
        assertThat(page).content().contains(mk, "Warning: this page shows secret keys");
    }

    @Test
    void showsWhatTheAttestationServiceWasAskedAndAnswered() throws Exception {
        assertThat(page(TestData.path("hex/real_hardware_2018.json")))
                .contains("Question: report, POST https://test-as.sgx.", "X-IASReport-Signature", "GROUP_OUT_OF_DATE");
        assertThat(page(TestData.path("hex/sigrl_n2_2.json"))).contains("Answer: sigrl, 200");
    }

    @ParameterizedTest
    @CsvSource({
        "real_hardware_2018, true, all 18 checks pass",
        "config_needed, false, all 18 checks pass",
        "config_needed_strict_long, false, all 18 checks pass",
        "group_out_of_date_pib, false, all 18 checks pass",
        "key_hex, false, all 17 checks pass; 1 could not be made",
        "ok_linkable, false, all 18 checks pass",
        "ok_unlinkable, false, all 18 checks pass",
        "policy_wrong_mrsigner, false, all 18 checks pass",
        "published_sample, true, all 9 checks pass; 3 could not be made",
        "sigrl_garbage, false, attestation-service fails at the service provider; sigrl-format fails at the client",
        "sigrl_n2_2, false, all 19 checks pass; 1 could not be made",
    })
    void hasItsChecksMadeAgain(String session, boolean isIntels, String last) {
        List<String> arguments = List.of(
                "replay",
                TestData.path("hex/" + session + ".json").toString(),
                "--ca=" + TestData.path("hex/report_ca.pem"));
        ToolRun run = ToolRun.of(arguments.subList(0, isIntels ? 2 : 3).toArray(String[]::new));

        assertThat(run.out()).endsWith(last + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "fixed_vectors.json, all 15 checks pass; 1 could not be made",
        "provider_fixed_transcript.txt, all 11 checks pass; 5 could not be made",
    })
    void hasTheChecksOfTheTlsRunMadeAgain(String file, String last) {
        ToolRun run = ToolRun.of("replay", TestData.path("tls-protobuf/" + file).toString());

        assertThat(run.out()).contains("passed       msg2-signature").endsWith(last + "\n");
    }

    @Test
    void readsFramesThatStandInTwoLinesEach() throws Exception {
        assertThat(page(TestData.path("tls-protobuf/provider_fixed_transcript.txt")))
                .contains(">VERIFICATION</h3>", ">MSG3</h3>", ">ATT_RESULT</h3>", ">APP_ATT_OK</h3>")
                .doesNotContain("cannot be taken apart");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"messages\":[{\"name\":\"msg2\",\"hex\":\"0g\"}]}', messages: ",
        "'{\"frames\":[{\"header_hex\":\"00\",\"body_hex\":\"\"}]}', frames: ",
        "'{\"messages\":[]}', JSON",
    })
    void saysWhatIsWrongWithADocument(String text, String reason) throws Exception {
        Path file = Files.writeString(folder.resolve("session.json"), text);

        ToolRun run = ToolRun.of("walkthrough", file.toString(), "-o", folder + "/none.html");

        assertThat(run.err()).contains(reason);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("none.html")).doesNotExist();
    }

    @Test
    void isGivenAlone() {
        ToolRun run = ToolRun.of("replay", TLS_RUN.toString(), TLS_RUN.toString());

        assertThat(run.err().replaceAll("\\s+", " ")).contains("holds a whole session: give it alone");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
