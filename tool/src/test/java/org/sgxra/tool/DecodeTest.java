package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.WrappedHex;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra decode} on everything recorded, in every form that it may come in. */
class DecodeTest {
    static List<RecordedData.Item> everything() {
        return RecordedData.all();
    }

    /** The bytes that the fields of a structure in the document make together. */
    private static String bytesOf(JsonNode structure) {
        StringBuilder digits = new StringBuilder();
        for (JsonNode field : structure.get("fields")) {
            assertThat(field.get("offset").intValue())
                    .as(field.get("name").asText())
                    .isEqualTo(digits.length() / 2);
            assertThat(field.get("size").intValue())
                    .isEqualTo(field.get("bytes").asText().length() / 2);
            digits.append(field.get("bytes").asText());
        }
        assertThat(structure.get("size").intValue()).isEqualTo(digits.length() / 2);
        return digits.toString();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void recognisesEverythingRecordedAndShowsEachByteOnce(RecordedData.Item item) throws IOException {
        ToolRun binary = ToolRun.withInput(item.bytes().toArray(), "decode", "--json");
        assertThat(binary.exitCode()).as(binary.err()).isZero();
        assertThat(binary.err()).isEmpty();
        JsonNode document = binary.json();
        assertThat(document.get("form").asText()).isEqualTo("binary");
        assertThat(document.get("input").asText()).isEqualTo("standard input");
        assertThat(document.get("structures")).hasSize(1);
        assertThat(document.get("structures").get(0).get("kind").asText()).isEqualTo(item.kind());
        assertThat(bytesOf(document.get("structures").get(0)))
                .isEqualTo(item.bytes().hex());
    }

    @ParameterizedTest
    @MethodSource("everything")
    void printsTheSameForPeopleAsForPrograms(RecordedData.Item item) throws IOException {
        String digits = item.bytes().hex();
        ToolRun text = ToolRun.withInput(digits + "\n", "decode");
        JsonNode structure = ToolRun.withInput(digits, "decode", "--json")
                .json()
                .get("structures")
                .get(0);
        List<String> expected = new ArrayList<>(List.of(
                "standard input: hexadecimal digits",
                "",
                "taken for " + item.kind() + ", " + item.bytes().size() + " bytes"));
        List<String> lines = text.out().lines().toList();
        assertThat(lines.subList(0, 3)).isEqualTo(expected);
        assertThat(lines.get(3)).matches("offset  size  field +bytes");
        assertThat(lines).hasSize(4 + structure.get("fields").size());
        for (int i = 4; i < lines.size(); i++) {
            JsonNode field = structure.get("fields").get(i - 4);
            String said = field.has("text") ? field.get("text").asText() : "";
            String bytes = field.get("bytes").asText();
            assertThat(lines.get(i).replaceAll(" +", " ").strip())
                    .isEqualTo(String.format(
                                    Locale.ROOT,
                                    "%d %d %s %s %s",
                                    field.get("offset").intValue(),
                                    field.get("size").intValue(),
                                    field.get("name").asText(),
                                    bytes,
                                    said)
                            .replaceAll(" +", " ")
                            .strip());
        }
    }

    private static String wrapped(String text, int width) {
        return text.replaceAll("(.{" + width + "})", "$1\n") + "\n";
    }

    @Test
    void readsEveryFormThatPeoplePassBytesOnIn() throws IOException {
        for (RecordedData.Item item : RecordedData.sessionMessages()) {
            String hex = item.bytes().hex();
            String base64 = Base64.getEncoder().encodeToString(item.bytes().toArray());
            String bytes = hex.replaceAll("(..)(?=.)", "0x$1, ").replaceAll("([^ ]{2})$", "0x$1");
            assertDecodes(item, "hexadecimal digits", hex.toUpperCase(Locale.ROOT) + "\r\n");
            assertDecodes(item, "hexadecimal digits", wrapped(hex, 76));
            assertDecodes(item, "hexadecimal digits", WrappedHex.of(hex) + "\n");
            assertDecodes(item, "base64", base64);
            assertDecodes(item, "base64", wrapped(base64, 64));
            assertDecodes(
                    item,
                    "base64",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(item.bytes().toArray()));
            assertDecodes(item, "a list of bytes in hexadecimal digits", "{ " + wrapped(bytes, 72) + " };");
            assertDecodes(item, "a list of bytes in hexadecimal digits", hex.replaceAll("(..)(?=.)", "$1:"));
            assertDecodes(
                    item, "a list of bytes in hexadecimal digits", "\"" + hex.replaceAll("(..)", "\\\\x$1") + "\"");
            assertDecodes(
                    item,
                    "base64 of hexadecimal digits",
                    Base64.getEncoder().encodeToString((hex + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static void assertDecodes(RecordedData.Item item, String form, String input) throws IOException {
        ToolRun run = ToolRun.withInput(input, "decode", "--json");
        assertThat(run.exitCode()).as(item + " as " + form + ": " + run.err()).isZero();
        JsonNode document = run.json();
        assertThat(document.get("form").asText()).isEqualTo(form);
        assertThat(bytesOf(document.get("structures").get(0)))
                .isEqualTo(item.bytes().hex());
    }

    @Test
    void showsDocumentAndContentOfEveryReport() throws IOException {
        assertThat(RecordedData.reports()).hasSize(88);
        for (Path report : RecordedData.reports()) {
            JsonNode body = TestData.json(report.resolve("body.json"));
            ToolRun run =
                    ToolRun.of("decode", "--json", report.resolve("body.json").toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonNode structures = run.json().get("structures");
            assertThat(run.json().get("form").asText()).isEqualTo("JSON");
            assertThat(structures.get(0).get("kind").asText()).isEqualTo("attestation report");
            assertThat(structures.get(0).get("members")).isEqualTo(body);
            assertThat(structures.get(1).get("source").asText()).isEqualTo("isvEnclaveQuoteBody");
            assertThat(Base64.getEncoder()
                            .encodeToString(
                                    RecordedData.hex(bytesOf(structures.get(1))).toArray()))
                    .isEqualTo(body.get("isvEnclaveQuoteBody").asText());
            boolean hasBlob = body.has("platformInfoBlob");
            assertThat(structures).hasSize(hasBlob ? 3 : 2);
            if (hasBlob) {
                assertThat(structures.get(2).get("source").asText()).isEqualTo("platformInfoBlob");
                assertThat(bytesOf(structures.get(2)))
                        .isEqualToIgnoringCase(body.get("platformInfoBlob").asText());
            }
        }
    }

    @Test
    void showsAReportForPeople() {
        Path report = TestData.path("ias/reports/v4_SW_HARDENING_NEEDED_linkable_2023-10-18_16054800/body.json");
        ToolRun run = ToolRun.of("decode", report.toString());
        JsonNode body = TestData.json(report);
        assertThat(run.out().lines())
                .contains(
                        report + ": JSON",
                        "taken for attestation report",
                        "isvEnclaveQuoteBody: taken for quote body, 432 bytes")
                .contains("  advisoryIDs            " + advisories(body))
                .contains("  isvEnclaveQuoteStatus  SW_HARDENING_NEEDED");
    }

    private static String advisories(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.get("advisoryIDs").forEach(id -> ids.add(id.asText()));
        return String.join(", ", ids);
    }

    @Test
    void showsTheQuoteThatIsPostedToTheAttestationService() throws IOException {
        ByteString quote = RecordedData.hex(
                TestData.json("hex/real_hardware_2018.json").path("quote").asText());
        String evidence = "{\"isvEnclaveQuote\":\"" + Base64.getEncoder().encodeToString(quote.toArray())
                + "\",\"nonce\":\"0123\u001b[31m\"}";
        ToolRun run = ToolRun.withInput(evidence.replace("\u001b", "\\u001b"), "decode", "--json");
        JsonNode structures = run.json().get("structures");
        assertThat(structures.get(0).get("kind").asText()).isEqualTo("attestation evidence");
        assertThat(structures.get(1).get("kind").asText()).isEqualTo("quote");
        assertThat(bytesOf(structures.get(1))).isEqualTo(quote.hex());
        assertThat(ToolRun.withInput(evidence.replace("\u001b", "\\u001b"), "decode")
                        .out())
                .contains("  nonce            0123?[31m");
    }

    @Test
    void showsTheFramesOfTheSecondSystemOneAfterTheOther() throws IOException {
        ByteString stream = ByteString.concat(RecordedData.frames().toArray(ByteString[]::new));
        ToolRun run = ToolRun.withInput(stream.toArray(), "decode", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> kinds = new ArrayList<>();
        StringBuilder digits = new StringBuilder();
        for (JsonNode structure : run.json().get("structures")) {
            kinds.add(structure.get("kind").asText());
            assertThat(structure.get("source").asText()).isEqualTo("offset " + digits.length() / 2);
            digits.append(bytesOf(structure));
        }
        assertThat(kinds)
                .containsExactly(
                        "ra_verification",
                        "ra_msg0",
                        "ra_msg0",
                        "ra_msg1",
                        "ra_msg2",
                        "ra_msg3",
                        "ra_att_result",
                        "ra_app_att_ok");
        assertThat(digits.toString()).isEqualTo(stream.hex());
    }

    /** Both directions of a session as our programs log them, with all that stands between. */
    private static String log(Path folder, List<RecordedData.Item> messages, String report) throws IOException {
        Path file = folder.resolve("sp.log");
        Clock clock = Clock.fixed(Instant.parse("2026-11-27T14:00:00Z"), ZoneOffset.UTC);
        try (Transcript transcript =
                new Transcript(new PrintStream(PrintStream.nullOutputStream()), Level.VERBOSE, clock).logTo(file)) {
            transcript.line("Listening for connections on port 7777");
            for (int i = 0; i < messages.size(); i++) {
                RecordedData.Item message = messages.get(i);
                transcript.message(
                        i % 2 == 0 ? "received" : "sent",
                        message.kind(),
                        message.bytes().hex());
                transcript.heading(Level.VERBOSE, "Report Signature");
                transcript.verbose("ab".repeat(256));
                transcript.divider(Level.VERBOSE);
                transcript.verbose(report);
            }
        }
        return Files.readString(file);
    }

    @Test
    void showsEveryMessageOfALog(@TempDir Path folder) throws IOException {
        List<RecordedData.Item> session = RecordedData.sessionMessages().stream()
                .filter(item -> item.name().equals("sigrl_n2_2.json"))
                .toList();
        String report = TestData.text("ias/reports/v3_OK_2020-01-30_87128901/body.json");
        String log = log(folder, session, report);
        JsonNode document = ToolRun.withInput(log, "decode", "--json").json();
        assertThat(document.get("form").asText()).isEqualTo("log");
        List<String> found = new ArrayList<>();
        document.get("structures")
                .forEach(structure -> found.add(structure.get("source").asText() + ": "
                        + structure.get("kind").asText()));
        assertThat(found)
                .containsExactly(
                        "line 2, received: msg0||msg1",
                        "line 7: attestation report",
                        "line 7, isvEnclaveQuoteBody: quote body",
                        "line 8, sent: msg2",
                        "line 14, received: msg3",
                        "line 20, sent: msg4");
        assertThat(document.get("passedOver").get(0).asText())
                .isEqualTo("line 5: 256 bytes that are no known structure (--as=KIND says why not)");
        assertThat(ToolRun.withInput(log, "decode").out())
                .contains("\nline 14, received: taken for msg3, ")
                .contains("\npassed over line 5: 256 bytes that are no known structure");
    }

    @Test
    void showsTheFramesOfALog(@TempDir Path folder) throws IOException {
        List<RecordedData.Item> frames = RecordedData.frames().stream()
                .map(frame -> new RecordedData.Item("frames", "MSG", frame))
                .toList();
        JsonNode document =
                ToolRun.withInput(log(folder, frames, ""), "decode", "--json").json();
        assertThat(document.get("structures")).hasSize(8);
        assertThat(bytesOf(document.get("structures").get(3)))
                .isEqualTo(frames.get(3).bytes().hex());
    }

    @Test
    void showsMessagesCopiedFromATerminal() throws IOException {
        String copied = RecordedData.sessionMessages().stream()
                .filter(item -> item.name().equals("published_sample.json"))
                .map(item -> "\n---- Copy/Paste Message Below to Other Side ---------------------------------\n"
                        + item.bytes().hex() + "\n" + "-".repeat(76) + "\nWaiting for the next\n")
                .collect(Collectors.joining());
        JsonNode structures =
                ToolRun.withInput(copied, "decode", "--json").json().get("structures");
        assertThat(structures).hasSizeGreaterThanOrEqualTo(3);
        assertThat(structures.get(0).get("source").asText()).isEqualTo("line 3");
        assertThat(structures.get(0).get("kind").asText()).isEqualTo("msg0||msg1");
        assertThat(structures.get(1).get("kind").asText()).isEqualTo("msg2");
        assertThat(structures.get(2).get("kind").asText()).isEqualTo("msg3");
    }

    @Test
    void showsLinesThatAreAMessageEach() throws IOException {
        List<RecordedData.Item> session = RecordedData.sessionMessages().stream()
                .filter(item -> item.name().equals("ok_linkable.json"))
                .toList();
        String lines = session.stream().map(item -> item.bytes().hex()).collect(Collectors.joining("\n\n"));
        JsonNode document = ToolRun.withInput(lines, "decode", "--json").json();
        assertThat(document.get("form").asText()).isEqualTo("lines");
        assertThat(document.get("structures")).hasSize(4);
        for (int i = 0; i < 4; i++) {
            JsonNode structure = document.get("structures").get(i);
            assertThat(structure.get("source").asText()).isEqualTo("line " + (2 * i + 1));
            assertThat(structure.get("kind").asText()).isEqualTo(session.get(i).kind());
            assertThat(bytesOf(structure)).isEqualTo(session.get(i).bytes().hex());
        }
    }

    @Test
    void readsAFileByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("msg1");
        Files.write(file, RecordedData.sessionMessages().get(0).bytes().toArray());
        assertThat(ToolRun.of("decode", file.toString()).out()).startsWith(file + ": binary\n");
        assertThat(ToolRun.withInput(Files.readAllBytes(file), "decode", "-").out())
                .startsWith("standard input: binary\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | there is nothing in it
            '\t'                | there is nothing in it but white space
            ' \r\n\n '          | there is nothing in it but white space
            ',;'                | neither binary, hexadecimal digits, base64 nor JSON: line 1, character 1 is ','
            '{ }'               | JSON: the JSON document has neither isvEnclaveQuoteStatus
            '[]\n,\n'           | neither binary, hexadecimal digits, base64 nor JSON: line 1, character 1 is '['
            'a0'                | hexadecimal digits: 1 byte that is no known structure (--as=KIND says why not)
            'hello, world!'     | neither binary, hexadecimal digits, base64 nor JSON: line 1, character 6 is ','
            'abcd\nefgh!'       | neither binary, hexadecimal digits, base64 nor JSON: line 2, character 5 is '!'
            'ab=cd'             | neither binary, hexadecimal digits, base64 nor JSON: line 1, character 3 is '='
            'abc'               | odd number of hexadecimal digits (3): one is missing
            'abcd'              | hexadecimal digits: 2 bytes that are no known structure (--as=KIND says why not)
            'xyzab'             | looks like base64, but is not: Last unit does not have enough valid bits
            '{"a":1}'           | JSON: the JSON document has neither isvEnclaveQuoteStatus, as attestation reports have, nor \
            isvEnclaveQuote, as what is posted to get one
            '{"a":'             | JSON: malformed JSON, line 1, character 6: Unexpected end-of-input
            '{"a":{}}'          | JSON: JSON objects inside others are not known here, line 1, character 7
            '{"a":1} x'         | JSON: malformed JSON, line 1, character 9: Unrecognized token 'x'
            '{"isvEnclaveQuote":1}' | JSON: the JSON document has no text isvEnclaveQuote
            '{"isvEnclaveQuote":"A"}' | JSON: isvEnclaveQuote is no base64: Input byte[] should at least have 2 bytes
            '{"isvEnclaveQuote":"AgAB"}' | JSON: isvEnclaveQuote: malformed quote: sign_type at offset 2: needs 2 bytes, 1 left
            """)
    void saysWhatIsWrongAndWhere(String input, String message) throws IOException {
        ToolRun run = ToolRun.withInput(input, "decode", "--json");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("sgx-ra decode: standard input: " + message)
                .hasLineCount(1);
        assertThat(run.json().get("error").asText()).startsWith(message);
        assertThat(ToolRun.withInput(input, "decode").out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quote           | malformed quote: version at offset 0: is 0; only version 2 (EPID) is known
            quote-body      | malformed quote: version at offset 0: is 0; only version 2 (EPID) is known
            msg2            | malformed msg2: sign_gb_ga at offset 84: needs 64 bytes, 20 left (104 bytes in all)
            msg3            | malformed msg3: ps_sec_prop at offset 80: needs 256 bytes, 24 left (104 bytes in all)
            msg4            | malformed msg4: platform_info_blob at offset 4: needs 101 bytes, 100 left (104 bytes in all)
            msg1            | malformed msg0||msg1: end at offset 72: 104 bytes instead of 72
            json            | no JSON document: it does not begin with {
            frames          | malformed frame at offset 0: what came instead of the frame is no frame: its header is not length@type
            sigstruct       | malformed SIGSTRUCT: header at offset 0: is 000000000000000000000000, not 06000000e100000000000100
            sig-rl          | malformed SigRL: header at offset 0: is 00000000, not 0002000e
            pib             | malformed platform info blob: end at offset 101: 104 bytes instead of 101
            offer           | malformed provisioning offer: protocol at offset 0: is 0; only version 1 is known
            quote-signature | malformed quote signature: wrapped_key at offset 0: needs 256 bytes, 104 left
            epid-signature  | malformed EPID signature: end at offset 104: 104 bytes instead of 360
            epid-group      | malformed EPID group public key: end at offset 104: 104 bytes instead of 260
            report          | malformed report: body at offset 0: needs 384 bytes, 104 left (104 bytes in all)
            report-body     | malformed report body: reserved2 at offset 96: needs 32 bytes, 8 left
            target-info     | malformed target info: end at offset 104: 104 bytes instead of 512
            """)
    void saysWhyBytesAreNotOfTheKindAskedFor(String kind, String message) {
        String input = "00".repeat(104);
        ToolRun run = ToolRun.withInput(input, "decode", "--as=" + kind);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("sgx-ra decode: standard input: hexadecimal digits: " + message);
    }

    @Test
    void saysWhatIsWrongWithBytesThatLookLikeAKind() {
        String quote =
                TestData.json("hex/real_hardware_2018.json").path("quote").asText();
        assertThat(ToolRun.withInput(quote.substring(1), "decode").err()).contains("odd number");
        assertThat(ToolRun.withInput(quote.substring(0, 2000), "decode").err())
                .isEqualTo(
                        "sgx-ra decode: standard input: hexadecimal digits: malformed quote: signature_len at offset 432:"
                                + " announces 680 bytes of signature, 564 follow\n");
        assertThat(ToolRun.withInput("0002000e" + "00".repeat(77), "decode").err())
                .contains("malformed SigRL: n2 at offset 12: announces 0 entries, which make 80 bytes, not 81");
        assertThat(ToolRun.withInput("07000000" + "00".repeat(101), "decode").err())
                .contains("malformed msg4: status at offset 0: is 7, not 0 to 3");
    }

    @Test
    void saysWhichLineOfALogIsMalformed() {
        String stamp = "Nov 27 2026 14:00:00 ";
        assertThat(ToolRun.withInput(stamp + "Waiting\n" + stamp + "received msg3: 0011\n", "decode")
                        .err())
                .isEqualTo(
                        "sgx-ra decode: standard input: line 2, received: malformed msg3: mac at offset 0: needs 16 bytes,"
                                + " 2 left (2 bytes in all)\n");
        assertThat(ToolRun.withInput(stamp + "received msg3: 001\n", "decode").err())
                .isEqualTo("sgx-ra decode: standard input: line 1, received: odd number of hexadecimal digits (3)\n");
        assertThat(ToolRun.withInput(stamp + "Waiting\n", "decode").err())
                .isEqualTo("sgx-ra decode: standard input: there is no message in this log\n");
        assertThat(ToolRun.withInput(stamp + "\n" + "ab".repeat(80), "decode").err())
                .contains("there is no message in this log; passed over: line 2: 80 bytes that are no known structure");
    }

    @Test
    void refusesWrongUsage() {
        assertUsage("sgx-ra decode: no such file: does/not/exist (sgx-ra --help lists the options)", "does/not/exist");
        assertUsage("one file at a time, not 2", "a", "b");
        assertUsage("--as: 'msg5' is no kind that is known: json, frames, sigstruct,", "--as=msg5", "-");
        assertUsage("unknown option --nonsense", "--nonsense");
    }

    private static void assertUsage(String message, String... args) {
        List<String> all = new ArrayList<>(List.of("decode"));
        all.addAll(List.of(args));
        ToolRun run = ToolRun.of(all.toArray(new String[0]));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message.replace("sgx-ra decode: ", "")).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
