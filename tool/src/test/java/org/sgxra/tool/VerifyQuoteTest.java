package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra verify-quote} on EPID quotes that were made with Intel's EPID library and test keys. */
class VerifyQuoteTest {
    private static final JsonNode RECORDED = TestData.json("epid/sgx_quotes.json");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeKeys() throws IOException {
        write("group", RECORDED.get("groupPublicKey").asText());
        byte[] pkcs8 =
                RecordedData.hex(RECORDED.get("qsdk").get("pkcs8").asText()).toArray();
        write("qsdk.pem", Pem.encode("PRIVATE KEY", pkcs8));
        Files.write(folder.resolve("qsdk.der"), pkcs8);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    static List<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        RECORDED.get("cases").forEach(cases::add);
        return cases;
    }

    private ToolRun verify(String quote, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "verify-quote",
                "--quote=" + write("quote", quote),
                "--epid-group=" + folder.resolve("group"),
                "--qsdk-key=" + folder.resolve("qsdk.pem")));
        args.addAll(List.of(more));
        return ToolRun.of(args.toArray(new String[0]));
    }

    private String[] lists(JsonNode quote) throws IOException {
        List<String> options = new ArrayList<>();
        for (String[] list : new String[][] {{"sigRl", "sig-rl"}, {"privRl", "priv-rl"}}) {
            if (quote.get(list[0]).isTextual()) {
                options.add(
                        "--" + list[1] + "=" + write(list[1], quote.get(list[0]).asText()));
            }
        }
        return options.toArray(new String[0]);
    }

    private static String lastLine(ToolRun run) {
        return run.out().lines().reduce((first, second) -> second).orElse("");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesEachRecordedQuoteItsVerdict(JsonNode quote) throws IOException {
        String expected = quote.get("expected").asText();
        ToolRun run = verify(quote.get("quote").asText(), lists(quote));
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(expected.equals("OK") ? 0 : 4);
        assertThat(lastLine(run))
                .startsWith(
                        switch (expected) {
                            case "OK" -> "genuine and acceptable: signed by a member of group 7fffffee";
                            case "REVOKED_SIGRL" -> "genuine but not acceptable: revoked: SIGNATURE_REVOKED";
                            case "REVOKED_PRIVRL" -> "genuine but not acceptable: revoked: KEY_REVOKED";
                            case "SIGRL_VERSION_MISMATCH" ->
                                "genuine but not acceptable: it was made for another signature revocation list";
                            default -> throw new IllegalStateException(expected);
                        });
        JsonNode json = verify(quote.get("quote").asText(), append(lists(quote), "--json"))
                .json();
        assertThat(json.get("exitCode").intValue()).isEqualTo(run.exitCode());
        assertThat(json.get("verdict").asText() + ": " + json.get("reason").asText())
                .isEqualTo(lastLine(run));
        assertThat(bytes(json.get("structures").get(0)))
                .isEqualTo(quote.get("quote").asText());
        assertThat(json.get("structures").get(1).get("source").asText()).isEqualTo("decrypted");
        assertThat(bytes(json.get("structures").get(1)))
                .isEqualTo(quote.get("plainSignature").asText());
    }

    private static String bytes(JsonNode structure) {
        StringBuilder digits = new StringBuilder();
        structure
                .get("fields")
                .forEach(field -> digits.append(field.get("bytes").asText()));
        return digits.toString();
    }

    private static String[] append(String[] options, String option) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(option);
        return all.toArray(new String[0]);
    }

    @Test
    void doesNotAcceptAQuoteWhoseRevocationListWasNotGiven() throws IOException {
        JsonNode quote = cases().stream()
                .filter(c -> c.get("id").asText().equals("sgx-linkable-10sigrl"))
                .findFirst()
                .orElseThrow();
        ToolRun run = verify(quote.get("quote").asText());
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(lastLine(run))
                .matches("genuine but not acceptable: it was made for a signature revocation list of version"
                        + " [0-9]+; name the list with --sig-rl");
    }

    @Test
    void doesNotAcceptAQuoteOfARevokedGroup() throws IOException {
        String list = write("group-rl", "00000001" + "00000001" + "7fffffee");
        ToolRun run = verify(cases().get(0).get("quote").asText(), "--group-rl=" + list);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(lastLine(run)).isEqualTo("genuine but not acceptable: revoked: GROUP_REVOKED");
    }

    @Test
    void takesAlteredQuotesForNotGenuine() throws IOException {
        String quote = cases().get(0).get("quote").asText();
        assertNotGenuine("the EPID signature is not one of group 7fffffee: INVALID", flip(quote, 400));
        assertNotGenuine("the signature is malformed, or not encrypted for the given key", flip(quote, 500));
        assertNotGenuine("the signature is malformed, or not encrypted for the given key", flip(quote, 1000));
        assertNotGenuine("the quote is of group 7fffffef, the key of group 7fffffee", flip(quote, 4));
        String genuine =
                TestData.text("quotes/quote_unl_00000b5b_1116_ce58d6b9caca.hex").strip();
        assertNotGenuine("the quote is of group 00000b5b, the key of group 7fffffee", genuine);
    }

    private void assertNotGenuine(String reason, String quote) throws IOException {
        ToolRun run = verify(quote);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lastLine(run)).isEqualTo("not genuine: " + reason);
        assertThat(run.out()).contains("quote.epid_group_id");
    }

    /** The digits with the lowest bit of a byte changed. */
    private static String flip(String digits, int offset) {
        int at = 2 * offset + 1;
        return digits.substring(0, at)
                + Integer.toHexString(Character.digit(digits.charAt(at), 16) ^ 1)
                + digits.substring(at + 1);
    }

    @Test
    void printsAQuoteWithoutKeysButBelievesNothing() throws IOException {
        for (Path file : TestData.list("quotes", ".hex")) {
            ToolRun run = ToolRun.of("verify-quote", "--quote=" + file);
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.out()).contains("taken for quote, 1116 bytes").contains("quote.signature.tag");
            assertThat(lastLine(run))
                    .isEqualTo("not known to be genuine: not verified: --epid-group and --qsdk-key are needed"
                            + " (sgx-ra decode only prints a quote)");
            JsonNode json =
                    ToolRun.of("verify-quote", "--quote=" + file, "--json").json();
            assertThat(json.get("kind").asText()).isEqualTo("EPID");
            assertThat(json.get("verified").isNull()).isTrue();
            assertThat(json.get("acceptable").asBoolean()).isFalse();
            assertThat(json.get("exitCode").asInt()).isEqualTo(4);
        }
    }

    @Test
    void doesNotAcceptAnotherEnclaveThanTheOneThatIsWanted() throws IOException {
        String quote = cases().get(0).get("quote").asText();
        ByteString bytes = RecordedData.hex(quote);
        String signer = bytes.slice(48 + 128, 48 + 160).hex();
        String reportData = bytes.slice(48 + 320, 48 + 384).hex();
        assertThat(verify(quote, "-N", signer, "--report-data=" + reportData, "--nonce=" + reportData.substring(0, 8))
                        .exitCode())
                .isZero();
        for (String option : List.of(
                "--mrsigner=" + "00".repeat(32),
                "--mrenclave=" + "00".repeat(32),
                "--isv-product-id=65535",
                "--min-isv-svn=65535",
                "--no-debug-enclave",
                "--report-data=" + reportData.substring(0, 126),
                "--nonce=" + signer)) {
            ToolRun run = verify(quote, option);
            assertThat(run.exitCode()).as(option).isEqualTo(4);
            assertThat(lastLine(run)).startsWith("genuine but not acceptable: ");
            assertThat(run.out()).contains("  passed       EPID signature ", "  failed       ");
        }
    }

    @Test
    void readsKeysAndQuotesInTheirOtherForms() throws IOException {
        byte[] quote = RecordedData.hex(cases().get(0).get("quote").asText()).toArray();
        String base64 = Base64.getEncoder().encodeToString(quote);
        assertThat(verify(base64).exitCode()).isZero();
        assertThat(verify("{\"isvEnclaveQuote\":\"" + base64 + "\"}", "--qsdk-key=" + folder.resolve("qsdk.der"))
                        .exitCode())
                .isZero();
        Files.write(
                folder.resolve("group.bin"),
                RecordedData.hex(RECORDED.get("groupPublicKey").asText()).toArray());
        assertThat(verify(base64, "--epid-group=" + folder.resolve("group.bin")).exitCode())
                .isZero();
    }

    @Test
    void readsQuotesWithAPrefixAndInTheAlphabetOfUrls() throws IOException {
        JsonNode quote = cases().get(0);
        String digits = quote.get("quote").asText();
        byte[] bytes = RecordedData.hex(digits).toArray();
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String expected = verify(digits, lists(quote)).out();
        assertThat(verify("0x" + digits, lists(quote)).out()).isEqualTo(expected);
        assertThat(verify(url, lists(quote)).out()).isEqualTo(expected);
    }

    @Test
    void printsTheFieldsOfWhatIsOnlyTheFirstPartOfAQuote() throws IOException {
        String body = cases().get(0).get("quote").asText().substring(0, 864);
        ToolRun epid = verify(body);
        assertThat(epid.exitCode()).isEqualTo(4);
        assertThat(epid.out()).contains("taken for quote body, 432 bytes").contains("quote.report_body.mr_enclave");
        assertThat(lastLine(epid))
                .isEqualTo("not known to be genuine: the first 432 bytes of a quote, without its signature");

        byte[] dcap = TestData.bytes("dcap/uptodate-v2-00606a000000-202207-054f36/quote.bin");
        ToolRun ecdsa = ToolRun.of(
                "verify-quote",
                "--quote="
                        + Files.write(
                                folder.resolve("body"),
                                ByteString.of(dcap, 0, 432).toArray()));
        assertThat(ecdsa.exitCode()).isEqualTo(4);
        assertThat(ecdsa.out()).contains("taken for report body, 384 bytes").contains("report_body.mr_enclave");
        assertThat(lastLine(ecdsa)).isEqualTo(lastLine(epid));
    }

    @Test
    void printsTheFieldsOfTheQuoteInAnAttestationReport() {
        Path report = RecordedData.reports().get(0).resolve("body.json");
        ToolRun run = ToolRun.of("verify-quote", "--quote=" + report);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("quote.report_body.mr_enclave");
        assertThat(lastLine(run))
                .startsWith("not known to be genuine: ")
                .endsWith("; sgx-ra verify-report verifies the report");
    }

    @Test
    void saysWhatItWasGivenInsteadOfAQuote() throws IOException {
        ToolRun run = verify(RecordedData.sessionMessages().get(0).bytes().hex());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lastLine(run)).endsWith("there is no quote in it, but msg0||msg1");
        assertThat(lastLine(verify("0200")))
                .startsWith(
                        "not genuine: " + folder.resolve("quote") + ": hexadecimal digits: 2 bytes that are no known");
    }

    @Test
    void endsWith1ForWrongUsage() throws IOException {
        assertUsage("--quote is required");
        assertUsage("no such file: nowhere", "--quote=nowhere");
        String text = write("text", "hello");
        assertUsage("--epid-group: " + text + ": ", "--quote=" + text, "--epid-group=" + text);
        assertUsage("--qsdk-key: " + text + ": ", "--quote=" + text, "--qsdk-key=" + text);
        assertUsage("--sig-rl: " + text + ": ", "--quote=" + text, "--sig-rl=" + text);
        assertUsage("--priv-rl: " + text + ": ", "--quote=" + text, "--priv-rl=" + text);
        assertUsage("--group-rl: " + text + ": ", "--quote=" + text, "--group-rl=" + text);
        assertUsage("extra is no option", "--quote=" + text, "extra");
    }

    private static void assertUsage(String message, String... args) {
        List<String> all = new ArrayList<>(List.of("verify-quote"));
        all.addAll(List.of(args));
        ToolRun run = ToolRun.of(all.toArray(new String[0]));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
