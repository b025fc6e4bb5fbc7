package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.testdata.TestData;

/** {@code sgx-ra replay} of a session with a DCAP quote whose keys are recorded. */
class DcapReplayTest {
    private static ToolRun dcap(String... options) {
        List<String> args = new ArrayList<>(List.of(
                "replay",
                TestData.path("events/sp-dcap-DEBUG.jsonl").toString(),
                "--dcap-root=" + TestData.path("events/sp-dcap-DEBUG-root.pem")));
        args.addAll(List.of(options));
        return ToolRun.of(args.toArray(String[]::new));
    }

    @Test
    void makesAllChecksOfADcapSessionAgain() {
        assertThat(dcap().out())
                .contains("passed       quote-signature", "passed       tcb-level", "passed       msg4-extension-mac")
                .endsWith("\nall 72 checks pass\n");
    }

    @ParameterizedTest
    @CsvSource({
        "msg1:64.1, quote-kind",
        "msg2:64.0, msg2-mac",
        "msg3:0.0, msg3-mac",
        "msg3:4985.7, msg3-mac",
        "msg4:4.0, msg4-extension-mac",
        "msg4:433.7, msg4-extension-mac",
    })
    void namesTheCheckThatRefusesABitOfADcapSession(String flip, String check) throws IOException {
        assertThat(dcap("--flip=" + flip, "--json").json().path("refusedBy").asText())
                .isEqualTo(check);
    }

    @Tag("long")
    @Test
    void everyBitOfADcapSessionHasItsReason() throws IOException {
        int bits = 0;
        for (JsonNode row : dcap("--all", "--json").json().path("fields")) {
            int counted = sum(row.path("refusedBy")) + sum(row.path("nothing"));
            assertThat(counted).as(row.toString()).isEqualTo(row.path("size").asInt() * 8);
            if (row.path("nothing").size() > 0) {
                assertThat(row.path("field").asText()).isEqualTo("msg4.status");
            }
            bits += counted;
        }
        assertThat(bits).isEqualTo(8 * (72 + 168 + 4990 + 434));
    }

    private static int sum(JsonNode counts) {
        return counts.propertyStream()
                .map(Map.Entry::getValue)
                .mapToInt(JsonNode::asInt)
                .sum();
    }
}
