package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;

class TcbSummaryTest {
    private static String json(Optional<List<String>> advisories) throws Exception {
        TcbSummary summary = new TcbSummary(
                TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED,
                TcbStatus.OUT_OF_DATE,
                advisories,
                Instant.parse("2018-01-04T00:00:00Z"),
                17,
                ByteString.fromHex("00534f465400"),
                Instant.parse("2026-02-13T12:00:00Z"));
        return new String(summary.json().toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void isOneObjectWithTheWordsOfIntel() throws Exception {
        assertThat(json(Optional.of(List.of("INTEL-SA-00219", "INTEL-SA-00837"))))
                .isEqualTo("{\"status\":\"OutOfDateConfigurationNeeded\",\"qeStatus\":\"OutOfDate\","
                        + "\"advisoryIDs\":[\"INTEL-SA-00219\",\"INTEL-SA-00837\"],"
                        + "\"tcbDate\":\"2018-01-04T00:00:00Z\",\"tcbEvaluationDataNumber\":17,"
                        + "\"fmspc\":\"00534f465400\",\"earliestExpiration\":\"2026-02-13T12:00:00Z\"}");
        assertThat(json(Optional.of(List.of()))).contains("\"advisoryIDs\":[]");
    }

    @Test
    void leavesOutAdvisoriesThatAreNotKnown() throws Exception {
        assertThat(json(Optional.empty()))
                .doesNotContain("advisoryIDs")
                .contains("\"qeStatus\":\"OutOfDate\",\"tcbDate\"");
    }
}
