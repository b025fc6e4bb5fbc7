package org.sgxra.services.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportDocument;
import org.sgxra.testdata.TestData;

/** Reports that Intel signed: given the same content, ours have the same bytes. */
class RecordedReportsTest {

    static Stream<Path> recorded() throws Exception {
        return TestData.list("ias/reports", "").stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void writesTheBytesThatIntelWrote(Path directory) throws Exception {
        byte[] body = Files.readAllBytes(directory.resolve("body.json"));
        JsonNode json = new ObjectMapper().readTree(body);
        List<String> advisories = new ArrayList<>();
        json.path("advisoryIDs").forEach(id -> advisories.add(id.asText()));
        Optional<PlatformInfoBlob> platformInfo = json.has("platformInfoBlob")
                ? Optional.of(PlatformInfoBlob.parseTlv(
                        ByteString.fromHex(json.get("platformInfoBlob").asText())
                                .toArray()))
                : Optional.empty();
        ReportDocument report = new ReportDocument(
                text(json, "nonce"),
                json.get("id").asText(),
                LocalDateTime.parse(json.get("timestamp").asText()).toInstant(ZoneOffset.UTC),
                json.path("version").asInt(2),
                text(json, "epidPseudonym").map(RecordedReportsTest::base64),
                advisories,
                QuoteStatus.valueOf(json.get("isvEnclaveQuoteStatus").asText()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                platformInfo,
                base64(json.get("isvEnclaveQuoteBody").asText()),
                text(json, "tcbEvaluationDataNumber").map(Integer::parseInt));

        assertThat(new String(report.toJson(), StandardCharsets.US_ASCII))
                .isEqualTo(new String(body, StandardCharsets.US_ASCII));
        assertThat(platformInfo.isPresent()).isEqualTo(PlatformInfo.belongsTo(report.status()));
        assertThat(advisories.isEmpty())
                .isEqualTo(report.version() <= 3 || !report.status().isForPolicy());
    }

    @Test
    void encodesTheChainAsIntelDid() throws Exception {
        assertThat(ReportSigner.percentEncoded(TestData.text("ias/chain.pem")))
                .isEqualTo(TestData.text("ias/X-IASReport-Signing-Certificate.urlencoded.txt")
                        .strip());
    }

    @Test
    void putsFieldsThatWereNeverRecordedWhereTheSpecificationHasThem() {
        ReportDocument report = new ReportDocument(
                Optional.of("a\\\"\\\\/\\u00E9"),
                "1",
                LocalDateTime.of(2026, 11, 21, 1, 2, 3, 4000).toInstant(ZoneOffset.UTC),
                5,
                Optional.empty(),
                List.of(),
                QuoteStatus.GROUP_REVOKED,
                Optional.of(1),
                Optional.of("UNKNOWN"),
                Optional.of(ByteString.of(new byte[] {(byte) 0xab})),
                Optional.empty(),
                ByteString.EMPTY,
                Optional.of(16));

        assertThat(new String(report.toJson(), StandardCharsets.US_ASCII))
                .isEqualTo(
                        "{\"nonce\":\"a\\\"\\\\/\\u00E9\",\"id\":\"1\",\"timestamp\":\"2026-11-21T01:02:03.000004\",\"version\":5,"
                                + "\"isvEnclaveQuoteStatus\":\"GROUP_REVOKED\",\"revocationReason\":1,\"pseManifestStatus\":\"UNKNOWN\","
                                + "\"pseManifestHash\":\"AB\",\"isvEnclaveQuoteBody\":\"\",\"tcbEvaluationDataNumber\":16}");
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.get(field).asText()) : Optional.empty();
    }

    private static ByteString base64(String text) {
        return ByteString.of(Base64.getDecoder().decode(text));
    }
}
