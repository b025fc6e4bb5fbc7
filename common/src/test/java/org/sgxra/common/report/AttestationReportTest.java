package org.sgxra.common.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.report.InvalidReportException.Step;

class AttestationReportTest {
    private static final String BODY = Base64.getEncoder().encodeToString(new byte[432]);
    private static final String REPORT = "{\"id\":\"1\",\"timestamp\":\"2026-11-21T18:56:03.844317\",\"version\":4,"
            + "\"isvEnclaveQuoteStatus\":\"OK\",\"isvEnclaveQuoteBody\":\"" + BODY + "\"}";

    private static AttestationReport parse(String json) throws InvalidReportException {
        return AttestationReport.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String fields) {
        return REPORT.substring(0, REPORT.length() - 1) + "," + fields + "}";
    }

    @Test
    void readsWhatMustBeThereAndCountsNullAsAbsent() throws Exception {
        AttestationReport report = parse(with("\"nonce\":null,\"advisoryIDs\":null,\"platformInfoBlob\":null,"
                + "\"epidPseudonym\":null,\"tcbEvaluationDataNumber\":null"));

        assertThat(report.timestamp()).isEqualTo(Instant.parse("2026-11-21T18:56:03.844317Z"));
        assertThat(report.version()).isEqualTo(4);
        assertThat(report.nonce()).isNull();
        assertThat(report.advisoryIds()).isEmpty();
        assertThat(report.platformInfo()).isNull();
        assertThat(report.platformInfoBlob()).isEmpty();
    }

    @Test
    void readsWhatMayBeThereAndIgnoresWhatItDoesNotKnow() throws Exception {
        AttestationReport report = parse(with("\"docIDs\":[\"INTEL-DOC-1\"],\"attestationType\":\"EPID\","
                + "\"tcbEvaluationDataNumber\":16,\"revocationReason\":1,\"pseManifestStatus\":\"OK\",\"pseManifestHash\":\"00\","
                + "\"advisoryURL\":\"u\",\"advisoryIDs\":[\"A\",\"B\"],\"platformInfoBlob\":\"1502\","
                + "\"new\":{\"a\":[1,{}]},\"other\":[[1]],\"real\":1.5,\"yes\":true"));

        assertThat(report.docIds()).containsExactly("INTEL-DOC-1");
        assertThat(report.attestationType()).isEqualTo("EPID");
        assertThat(report.tcbEvaluationDataNumber()).isEqualTo(16);
        assertThat(report.revocationReason()).isEqualTo(1);
        assertThat(report.advisoryIds()).containsExactly("A", "B");
        assertThat(report.platformInfo().hex()).isEqualTo("1502");
        assertThat(report.platformInfoBlob()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T18:56:03",
                "2026-11-21T18:56:03.8",
                "2026-11-21T18:56:03.000000001",
                "2024-02-29T00:00:00.999999999",
                "0000-01-01T23:59:59.10"
            })
    void readsTimesInUtc(String time) throws InvalidReportException {
        byte[] body = REPORT.replace("2026-11-21T18:56:03.844317", time).getBytes(StandardCharsets.UTF_8);
        assertThat(UnverifiedBody.read(body).timestamp()).isEqualTo(Instant.parse(time + "Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T18:56:03",
                "2026-04-31T18:56:03",
                "2026-11-00T18:56:03",
                "2026-11-21T24:00:00",
                "2026-11-21T23:60:00",
                "2026-06-30T23:59:60",
                "2026-11-21T18:56:03.",
                "2026-11-21T18:56:03.0000000001",
                "2026-11-21 18:56:03",
                "2026-11-21T18:56"
            })
    void refusesTimesThatAreNone(String time) {
        byte[] body = REPORT.replace("2026-11-21T18:56:03.844317", time).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> UnverifiedBody.read(body).timestamp()).hasMessageContaining("not a time like");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            \\"id\\":\\"1\\"                 | \\"id\\":null              | id                    | missing
            \\"id\\":\\"1\\"                 | \\"id\\":7                 | id                    | not a string
            03.844317                        | 03.844317Z                 | timestamp             | not a time like
            11-21T                           | 13-21T                     | timestamp             | not a time like
            \\"timestamp\\"                  | \\"time\\"                 | timestamp             | missing
            \\"version\\":4                  | \\"version\\":4.0          | version               | not a whole number
            \\"version\\":4                  | \\"version\\":\\"4\\"      | version               | not a whole number
            \\"version\\":4                  | \\"version\\":99999999999999999999 | version        | not a whole number
            \\"version\\":4                  | \\"version\\":-4           | version               | not a whole number
            \\"OK\\"                         | null                       | isvEnclaveQuoteStatus | missing
            \\"OK\\"                         | 7                          | isvEnclaveQuoteStatus | not a string
            \\"version\\":4                  | \\"id\\":\\"2\\"           | id                    | occurs twice
            \\"version\\":4                  | \\"x\\":1,\\"x\\":null     | x                     | occurs twice
            \\"version\\":4                  | \\"advisoryIDs\\":\\"A\\"  | advisoryIDs           | not an array of strings
            \\"version\\":4                  | \\"advisoryIDs\\":[1]      | advisoryIDs           | not an array of strings
            \\"version\\":4                  | \\"platformInfoBlob\\":\\"0\\" | platformInfoBlob  | odd number
            \\"version\\":4                  | \\"epidPseudonym\\":\\"AA==\\" | epidPseudonym     | 1 byte instead of 128
            \\"version\\":4                  | \\"epidPseudonym\\":\\"*\\"    | epidPseudonym     | not base64
            AAAA\\"}                         | \\"}                       | isvEnclaveQuoteBody   | 429 bytes instead of 432
            AAAA\\"}                         | AAAA\\"                    | body                  | no JSON
            AAAA\\"}                         | AAAA\\"}{}                 | body                  | something follows
            """)
    void namesTheFieldThatIsWrong(String was, String is, String field, String reason) {
        String json = REPORT.replace(was.replace("\\", ""), is.replace("\\", ""));
        assertThat(json).isNotEqualTo(REPORT);

        assertThatThrownBy(() -> parse(json)).isInstanceOfSatisfying(InvalidReportException.class, e -> {
            assertThat(e.step()).isEqualTo(Step.CONTENT);
            assertThat(e.field()).isEqualTo(field);
            assertThat(e).hasMessageStartingWith("attestation report refused: " + field + ": " + reason);
        });
    }

    @Test
    void keepsTheWordOfAStatusThatItDoesNotKnow() throws Exception {
        for (String word : List.of("FINE", "ok", "UNKNOWN")) {
            AttestationReport report = parse(REPORT.replace("OK", word));
            assertThat(report.status()).isEqualTo(QuoteStatus.UNKNOWN);
            assertThat(report.statusText()).isEqualTo(word);
        }
        assertThat(parse(REPORT).statusText()).isEqualTo("OK");
    }

    @Test
    void readsTheTimeStampOfABodyThatIsOtherwiseWrong() throws Exception {
        byte[] body = REPORT.replace("\"OK\"", "7").getBytes(StandardCharsets.UTF_8);

        assertThat(UnverifiedBody.read(body).timestamp()).isEqualTo(Instant.parse("2026-11-21T18:56:03.844317Z"));
        assertThatThrownBy(() -> UnverifiedBody.read("[]".getBytes(StandardCharsets.UTF_8))
                        .timestamp())
                .isInstanceOfSatisfying(
                        InvalidReportException.class, e -> assertThat(e.step()).isEqualTo(Step.TIMESTAMP))
                .hasMessage("attestation report refused: body: no JSON object");
    }

    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(4);
        byte[] report = REPORT.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = report.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(160)] = (byte) random.nextInt(256);
            }
            assertThatCode(() -> {
                        try {
                            AttestationReport.parse(bytes);
                        } catch (InvalidReportException expected) {
                            assertThat(expected.field()).isNotEmpty();
                        }
                    })
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("no JSON");
    }
}
