package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.Hex;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestServer;

/** {@code isv-sp --events}, from the command line to the file. */
class IsvSpEventsTest extends IsvSpFixture {
    private List<JsonNode> events(Path file) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events).extracting(event -> event.get("role").asText()).containsOnly("isv-sp");
        return events;
    }

    private static List<String> kinds(List<JsonNode> events) {
        return events.stream().map(event -> event.get("event").asText()).toList();
    }

    @Test
    void wholeSessionIsWrittenWithoutWhatMustStaySecret() throws Exception {
        Path file = folder.resolve("events");
        try (TestApplication application = new TestApplication(TestServer.TLS, TestApplication.honest(client))) {
            assertThat(run("", args(application.address(), "--events", file.toString())))
                    .isZero();
            assertThat(events(file))
                    .extracting(event -> event.get("peer").asText())
                    .containsOnly(application.address());
        }
        assertThat(kinds(events(file)))
                .startsWith("session-started", "connected", "message-sending", "message-sent", "message-awaited")
                .containsSubsequence("group-decoded", "msg1-decoded", "keys-agreed", "request-sent", "answer-received")
                .containsSubsequence("report-received", "report-verified", "verdict-reached", "enclave-identified")
                .containsSubsequence("result-decoded", "session-keys-derived", "result-acknowledged")
                .endsWith("session-ended");
        assertThat(Files.readString(file))
                .contains("\"maskedSubscriptionKey\":\"")
                .doesNotContain(
                        TestServer.PRIMARY,
                        TestServer.SECONDARY,
                        "s3cret",
                        Hex.encode("s3cret".getBytes(StandardCharsets.US_ASCII)))
                .doesNotContain("\"MK\"", "\"SK\"", "\"KDK\"", "\"SMK\"", "\"VK\"", "\"sharedSecret\"");
    }

    @Test
    void secretsNeedDebug() throws Exception {
        Path file = folder.resolve("events");
        attest(TestApplication.honest(client), "-d", "--events=" + file);

        assertThat(Files.readString(file))
                .contains("\"MK\"", "\"SK\"", "\"KDK\"", "\"SMK\"", "\"VK\"", "\"sharedSecret\"")
                .doesNotContain(TestServer.PRIMARY, TestServer.SECONDARY);
        stderr.reset();
    }

    @Test
    void refusalAndFailureAreWritten() throws Exception {
        Path refused = folder.resolve("refused");
        assertThat(attest(TestApplication.honest(client), "-R", "8", "--events=" + refused))
                .isEqualTo(2);
        assertThat(kinds(events(refused))).endsWith("secret-withheld", "session-ended");

        Path failed = folder.resolve("failed");
        assertThat(attest(socket -> null, "--events=" + failed)).isEqualTo(3);
        assertThat(kinds(events(failed))).containsExactly("session-started", "session-failed", "session-ended");
    }

    @Test
    void fileThatCannotBeWrittenIsAUsageError() throws Exception {
        Path file = folder.resolve("no/file");
        assertThat(run("", args("localhost:1", "--events=" + file))).isEqualTo(1);
        assertThat(seen()).contains("isv-sp: --events: cannot write " + file);
    }
}
