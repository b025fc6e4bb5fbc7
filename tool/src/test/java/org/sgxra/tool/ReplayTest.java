package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.testdata.TestData;

class ReplayTest {
    @TempDir
    private Path folder;

    private static ToolRun replay(String session, String... options) {
        List<String> args =
                new ArrayList<>(List.of("replay", TestData.path(session).toString()));
        args.add("--ca=" + TestData.path("hex/report_ca.pem"));
        args.addAll(List.of(options));
        return ToolRun.of(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok_unlinkable", "sigrl_n2_2"})
    void makesAllChecksOfAGoodSessionAgain(String session) {
        ToolRun run = replay("events/sp-" + session + ".jsonl");

        assertThat(run.out()).contains("passed       msg3-mac", "passed       report-data", "passed       msg2-mac");
        assertThat(run.out()).doesNotContain("FAILED");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void reportsAreBelievedUnderTheNamedCaAlone() {
        ToolRun run = ToolRun.of(
                "replay", TestData.path("events/sp-ok_unlinkable.jsonl").toString());

        assertThat(run.out()).endsWith("report-genuine fails at the service provider\n");
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "refused-20, g_a fails at the service provider",
        "policy_wrong_mrsigner, mrsigner fails at the service provider",
        "group_out_of_date_pib, platform-status fails at the service provider"
    })
    void namesTheCheckThatFailedThen(String session, String last) {
        ToolRun run = replay("events/sp-" + session + ".jsonl");

        assertThat(run.out()).endsWith(last + "\n");
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "ok_unlinkable, msg0:0.0, extended-group-id",
        "ok_unlinkable, msg1:5.7, g_a-on-curve",
        "ok_unlinkable, msg1:64.1, quote-epid-group",
        "ok_unlinkable, msg2:0.0, g_b-on-curve",
        "ok_unlinkable, msg2:64.0, msg2-mac",
        "ok_unlinkable, msg2:82.1, msg2-kdf-id",
        "ok_unlinkable, msg2:84.0, msg2-signature",
        "ok_unlinkable, msg2:164.0, message-format",
        "ok_unlinkable, msg3:0.0, msg3-mac",
        "ok_unlinkable, msg3:16.0, g_a",
        "ok_unlinkable, msg3:412.3, msg3-mac",
        "ok_unlinkable, msg4:1.0, message-format",
        "sigrl_n2_2, msg1:64.1, attestation-service",
        "sigrl_n2_2, msg2:172.0, sigrl-epid-group",
    })
    void namesTheCheckThatRefusesABit(String session, String flip, String check) throws IOException {
        ToolRun run = replay("events/sp-" + session + ".jsonl", "--flip=" + flip, "--json");

        JsonNode json = run.json();
        assertThat(json.path("refusedBy").asText()).isEqualTo(check);
        assertThat(json.path("nothing").isNull()).isTrue();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void saysForPeopleWhichCheckRefusesABit() {
        ToolRun run = replay("events/sp-ok_unlinkable.jsonl", "--flip=msg3:412.3", "--at=sp");

        assertThat(run.out())
                .startsWith("msg3, byte 412, bit 3: msg3.quote.report_body.reserved1\n")
                .contains("FAILED       msg3-mac")
                .endsWith("refused by msg3-mac, at the service provider\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ok_unlinkable, msg4:0.0, msg4 of the original has no MAC",
        "ok_unlinkable, msg4:50.0, the platform's own software checks the signature in a platform info blob",
        "sigrl_n2_2, msg2:200.0, sigrl-signature: the quoting enclave knows the key",
    })
    void saysWhyNothingCoversABit(String session, String flip, String why) {
        ToolRun run = replay("events/sp-" + session + ".jsonl", "--flip=" + flip);

        assertThat(run.out().lines().reduce((one, last) -> last).orElseThrow())
                .startsWith("nothing refuses it: ")
                .contains(why);
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "MSG0, client, 25.0, msg0-status",
        "msg0, sp, 23.0, extended-group-id",
        "MSG1, sp, 30.0, g_a-on-curve",
        "MSG2, client, 40.0, g_b-on-curve",
        "MSG3, sp, 30.0, msg3-mac",
        "ATT_RESULT, client, 30.0, platform-info-mac",
        "APP_ATT_OK, sp, 20.0, message-format",
    })
    void replaysTheSecondSystem(String message, String end, String place, String check) throws IOException {
        ToolRun run = replay("events/isv-sp.jsonl", "--flip=" + message + ":" + place, "--at=" + end, "--json");

        assertThat(run.json().path("refusedBy").asText()).isEqualTo(check);
    }

    @Test
    void findsTheSecretInALogAndFitsItToItsSession() {
        ToolRun run = replay("transcripts/sp-ok_unlinkable-DEBUG.log", "--flip=msg3:900.0");

        assertThat(run.out()).endsWith("refused by msg3-mac, at the service provider\n");
    }

    @Test
    void listsWhatNeedsKeysAsNotCheckableWithoutThem() {
        ToolRun all = replay("transcripts/sp-ok_unlinkable-VERBOSE.log");
        ToolRun flipped = replay("transcripts/sp-ok_unlinkable-VERBOSE.log", "--flip=msg3:1400.0");

        assertThat(all.out())
                .contains("not checked  msg3-mac                      not checkable without keys")
                .contains("not checked  msg2-mac                      not checkable without keys");
        assertThat(all.exitCode()).isZero();
        assertThat(flipped.out()).contains("nothing refuses it: msg3-mac: not checkable without keys");
    }

    @Test
    void neverSaysThatARuleWasKeptWhichTheSessionDoesNotTell() throws IOException {
        String session = TestData.text("events/sp-ok_unlinkable.jsonl");
        String check = session.lines()
                .filter(line -> line.contains("\"check\":\"debug\""))
                .findFirst()
                .orElseThrow();
        String refused =
                check.replace("\"check\":\"debug\",\"passed\":true", "\"check\":\"platform-status\",\"passed\":false");
        assertThat(refused).isNotEqualTo(check);
        Path file = Files.writeString(
                folder.resolve("rules.jsonl"), withoutPolicy(session.replace(check, check + "\n" + refused)));

        ToolRun run = ToolRun.of("replay", file.toString(), "--ca=" + TestData.path("hex/report_ca.pem"));

        assertThat(run.out())
                .containsPattern("not checked  platform-status +not checkable: the session does not tell the rules");
    }

    /** Messages, and the shared secret, of SGX hardware. */
    private ToolRun hardware(String secret, String... options) throws IOException {
        JsonNode recorded = TestData.json("hex/real_hardware_2018.json");
        StringBuilder lines = new StringBuilder();
        for (String message : List.of("msg0_msg1", "msg2", "msg3", "msg4")) {
            lines.append(recorded.get(message).asText()).append('\n');
        }
        Path pasted = Files.writeString(folder.resolve("pasted.txt"), lines, StandardCharsets.US_ASCII);
        Path file = Files.writeString(folder.resolve("secret"), secret, StandardCharsets.US_ASCII);
        List<String> args = new ArrayList<>(List.of("replay", pasted.toString(), "--shared-secret=" + file));
        args.addAll(List.of(options));
        return ToolRun.of(args.toArray(String[]::new));
    }

    @Test
    void takesTheSecretOfAKnownSessionFromAFile() throws IOException {
        String secret = TestData.json("hex/real_hardware_2018.json")
                .get("shared_secret_be")
                .asText();

        assertThat(hardware(secret).out()).contains("passed       msg2-mac", "passed       msg3-mac");
        assertThat(hardware(secret, "--flip=msg3:20.0").out()).endsWith("refused by g_a, at the service provider\n");
        assertThat(hardware("00".repeat(32)).err()).contains("is not the secret of this session");
    }

    @ParameterizedTest
    @CsvSource({
        "--flip=msg3, is not of the form",
        "--flip=msg3:1452.0, msg3 has 1452 bytes",
        "--flip=msg4:0.8, is not of the form",
        "--at=sp, --at is for --flip",
        "--sample, --sample is for --all",
    })
    void saysWhatIsWrongWithABit(String option, String reason) {
        ToolRun run = replay("events/sp-ok_unlinkable.jsonl", option);

        assertThat(run.err()).contains(reason);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** As sessions were recorded before events told the policy. */
    private static String withoutPolicy(String session) {
        return session.lines()
                .filter(line ->
                        !line.contains("\"event\":\"policy\"") && !line.contains("\"platform-status\",\"passed\":true"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private ToolRun replayOf(String session, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "replay",
                Files.writeString(folder.resolve("session.jsonl"), session).toString(),
                "--ca=" + TestData.path("hex/report_ca.pem")));
        args.addAll(List.of(options));
        return ToolRun.of(args.toArray(String[]::new));
    }

    /** Whatever the rules about platforms were: a lax one and a strict one judge the same events differently. */
    @Test
    void saysWhichRulesAboutPlatformsAreNotRecorded() throws IOException {
        String outOfDate = TestData.text("events/sp-group_out_of_date_pib.jsonl");

        ToolRun run = replayOf(withoutPolicy(outOfDate).replaceAll("(?m)^.*\"check\":\"platform-status\".*\n", ""));

        assertThat(run.out())
                .containsPattern("not checked  platform-status +not checkable: the session does not tell the rules")
                .contains("; 1 could not be made")
                .doesNotContain("verdict");
        assertThat(replayOf(withoutPolicy(TestData.text("events/sp-ok_unlinkable.jsonl")))
                        .out())
                .doesNotContain("platform-status", "verdict")
                .contains("passed       mrsigner");
    }

    @ParameterizedTest
    @CsvSource({
        "ok_unlinkable, TRUSTED, OK",
        "group_out_of_date_pib, NOT_TRUSTED_ITS_COMPLICATED, GROUP_OUT_OF_DATE",
        "policy_wrong_mrsigner, NOT_TRUSTED, OK",
    })
    void judgesByTheRecordedPolicy(String session, String verdict, String status) {
        assertThat(replay("events/sp-" + session + ".jsonl").out())
                .containsPattern("(?m)^  verdict +" + verdict + " +platform: " + status + "$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'acceptedStatuses':[] | 'acceptedStatuses':['GROUP_OUT_OF_DATE'] | passed       platform-status"
                        + " | TRUSTED_ITS_COMPLICATED",
                "'acceptedStatuses':[],'mitigatedAdvisories':[]"
                        + " | 'acceptedStatuses':['GROUP_OUT_OF_DATE'],'mitigatedAdvisories':['INTEL-SA-00161']"
                        + " | FAILED       advisories | NOT_TRUSTED_ITS_COMPLICATED",
                "'minIsvSvn':1 | 'minIsvSvn':2 | FAILED       isv-svn | NOT_TRUSTED",
                "'debugAllowed':true | 'debugAllowed':false | FAILED       debug | NOT_TRUSTED",
            })
    void asksForWhatThePolicyNames(String named, String other, String check, String verdict) throws IOException {
        String session = TestData.text("events/sp-group_out_of_date_pib.jsonl");
        String changed = session.replace(named.replace('\'', '"'), other.replace('\'', '"'));
        assertThat(changed).isNotEqualTo(session);

        assertThat(replayOf(changed).out()).contains(check).containsPattern("verdict +" + verdict + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "'minIsvSvn':1, 'minIsvSvn':1.5, minIsvSvn in its policy is no number",
        "'mrsigner':'b, 'mrsigner':'x, a hash"
    })
    void aPolicyThatIsNoneIsNotTakenForALaxOne(String named, String other, String reason) throws IOException {
        String session = TestData.text("events/sp-ok_unlinkable.jsonl");

        ToolRun run = replayOf(session.replace(named.replace('\'', '"'), other.replace('\'', '"')));

        assertThat(run.err()).contains("the session cannot be replayed: ", reason);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void asksForThePolicyWithoutKeysToo() throws IOException {
        String session = TestData.text("events/sp-policy_wrong_mrsigner.jsonl")
                .replaceAll(",\"sharedSecret\":\"[0-9a-f]*\"", "");

        assertThat(replayOf(session).out())
                .contains("not checked  report-data", "FAILED       mrsigner")
                .endsWith("mrsigner fails at the service provider\n");
        // A changed identity is no longer that which the report vouches for: that comes before any policy.
        assertThat(replayOf(session, "--flip=msg3:512.0").out())
                .startsWith("msg3, byte 512, bit 0: msg3.quote.report_body.mr_signer\n")
                .endsWith("refused by report-quote-body, at the service provider\n");
    }

    @Test
    void messagesAreCheckedByWhoReceivesThem() {
        ToolRun run = replay("events/sp-ok_unlinkable.jsonl", "--flip=msg4:0.0", "--at=sp");

        assertThat(run.err()).contains("msg4 is checked by the client, who receives it");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void namesTheMessagesThatThereAre() {
        ToolRun run = replay("events/sp-refused-0.jsonl", "--flip=msg4:0.0");

        assertThat(run.err()).contains("the session has no msg4; it has msg0, msg1, msg2, msg3");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    /** What may refuse the bits of a field of the hex protocol; empty: nothing may. */
    private static final Map<String, List<String>> CHECKS = Map.of(
            "msg0.", List.of("extended-group-id"),
            "msg1.g_a", List.of("g_a-on-curve"),
            "msg1.gid", List.of("quote-epid-group", "attestation-service"),
            "msg2.", List.of("g_b-on-curve", "msg2-signature", "msg2-kdf-id", "msg2-mac", "message-format"),
            "msg2.sig_rl.", List.of("sigrl-format", "sigrl-epid-group"),
            "msg3.", List.of("g_a", "msg3-mac"),
            "msg4.", List.of("message-format"));

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"ok_unlinkable", "sigrl_n2_2", "group_out_of_date_pib"})
    void everyBitIsRefusedByACheckOrSaidToBeUncovered(String session) throws IOException {
        int bits = 0;
        for (JsonNode row : replay("events/sp-" + session + ".jsonl", "--all", "--json")
                .json()
                .path("fields")) {
            String field = row.path("field").asText();
            String known = CHECKS.keySet().stream()
                    .filter(field::startsWith)
                    .reduce("", (one, other) -> one.length() > other.length() ? one : other);
            assertThat(CHECKS.get(known))
                    .as(field)
                    .containsAll(row.path("refusedBy")
                            .propertyStream()
                            .map(Map.Entry::getKey)
                            .toList());
            if (row.path("nothing").size() > 0) {
                assertThat(field).matches("msg4\\..*|msg2\\.sig_rl\\..*");
            }
            int counted = sum(row.path("refusedBy")) + sum(row.path("nothing"));
            assertThat(counted).as(field).isEqualTo(row.path("size").asInt() * 8);
            bits += counted;
        }
        assertThat(bits).isGreaterThanOrEqualTo(8 * (72 + 168 + 1452 + 105));
    }

    private static int sum(JsonNode counts) {
        return counts.propertyStream()
                .mapToInt(count -> count.getValue().asInt())
                .sum();
    }

    @Tag("long")
    @Test
    void everyBitOfTheSecondSystemHasItsReason() throws IOException {
        for (JsonNode row :
                replay("events/isv-sp.jsonl", "--all", "--json").json().path("fields")) {
            int counted = sum(row.path("refusedBy")) + sum(row.path("nothing"));
            assertThat(counted).as(row.toString()).isEqualTo(row.path("size").asInt() * 8);
        }
    }
}
