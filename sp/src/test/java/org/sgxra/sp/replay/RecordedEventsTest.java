package org.sgxra.sp.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.JsonLines;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.sp.isv.CompatibleForm;
import org.sgxra.sp.isv.IsvAttestation;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;
import org.sgxra.testdata.TestData;

/** Recorded sessions as JSON lines, compared member by member with testdata/events. */
class RecordedEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SECRETS = List.of("sharedSecret", "KDK", "SMK", "VK", "MK", "SK");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private JsonLines lines(Instant now, boolean showsSecrets) {
        return new JsonLines(out, Clock.fixed(now, ZoneOffset.UTC), showsSecrets, () -> "one", warning -> {
            throw new AssertionError(warning);
        });
    }

    private String hexSession(RecordedSession recorded, byte[] third, boolean showsSecrets) throws Exception {
        HexReplay replay = new HexReplay(recorded);
        String messages = ByteString.of(recorded.message("msg0||msg1")).hex() + "\n"
                + ByteString.of(third).hex() + "\n";
        out.reset();
        try (JsonLines lines = lines(replay.now(), showsSecrets)) {
            new HexAttestation(
                            replay.service(),
                            replay.settings(),
                            replay.keys(),
                            Clock.fixed(replay.now(), ZoneOffset.UTC),
                            Provision.NONE,
                            peer -> lines.session("sp", peer))
                    .attest(
                            HexLineChannel.over(
                                    new ByteArrayInputStream(messages.getBytes(StandardCharsets.US_ASCII)),
                                    new ByteArrayOutputStream()),
                            "192.0.2.1");
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String protobufSession(JsonNode recorded, boolean showsSecrets) throws Exception {
        ByteArrayOutputStream fromApplication = new ByteArrayOutputStream();
        for (int i : new int[] {1, 3, 5, 7}) {
            JsonNode frame = recorded.get("frames").get(i);
            fromApplication.writeBytes(
                    RecordedSession.hex(frame.get("header_hex").asText()
                                    + frame.get("body_hex").asText())
                            .toArray());
        }
        ByteString signature =
                RecordedSession.hex(recorded.get("pib97").asText()).slice(33, 97);
        out.reset();
        try (JsonLines lines = lines(Instant.EPOCH, showsSecrets)) {
            SessionListener events = lines.session("isv-sp", "app.example:22222");
            try (AttestationSession session = ProtobufReplayTest.session(recorded, events)) {
                new IsvAttestation(session, new CompatibleForm(signed -> signature), events)
                        .attest(FrameChannel.over(
                                new ByteArrayInputStream(fromApplication.toByteArray()), new ByteArrayOutputStream()));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<JsonNode> parse(String lines) {
        List<JsonNode> objects = new ArrayList<>();
        lines.lines().forEach(line -> {
            try {
                objects.add(JSON.readTree(line));
            } catch (Exception e) {
                throw new IllegalArgumentException(line, e);
            }
        });
        return objects;
    }

    private static void assertAreThoseOf(String file, String lines) {
        assertThat(lines).endsWith("}\n");
        assertThat(parse(lines)).containsExactlyElementsOf(parse(TestData.text("events/" + file)));
    }

    private static List<JsonNode> withoutSecrets(List<JsonNode> objects) {
        objects.forEach(object -> ((ObjectNode) object).remove(SECRETS));
        return objects;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok_unlinkable", "group_out_of_date_pib", "policy_wrong_mrsigner", "sigrl_n2_2"})
    void serviceProviderOfTheHexProtocol(String name) throws Exception {
        RecordedSession recorded = RecordedSession.read(name);

        assertAreThoseOf("sp-" + name + ".jsonl", hexSession(recorded, recorded.message("msg3"), true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 336})
    void serviceProviderThatRefuses(int offset) throws Exception {
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        byte[] third = recorded.message("msg3");
        third[offset] ^= 1;

        assertAreThoseOf("sp-refused-" + offset + ".jsonl", hexSession(recorded, third, false));
    }

    @Test
    void serviceProviderOfTheProtobufProtocol() throws Exception {
        assertAreThoseOf("isv-sp.jsonl", protobufSession(TestData.json("tls-protobuf/fixed_vectors.json"), true));
    }

    @Test
    void secretsAreWrittenOnlyWhenAskedFor() throws Exception {
        RecordedSession hex = RecordedSession.read("ok_unlinkable");
        JsonNode protobuf = TestData.json("tls-protobuf/fixed_vectors.json");
        List<String> ofHex = Stream.of("sharedSecret", "KDK", "SMK", "VK", "MK", "SK")
                .map(name -> name.equals("sharedSecret")
                        ? hex.value(name).reversed().hex()
                        : hex.value(name).hex())
                .toList();
        List<String> ofProtobuf = Stream.of("shared_x_le", "KDK", "SMK", "VK", "MK", "SK")
                .map(name -> protobuf.get(name).asText())
                .toList();

        assertThat(hexSession(hex, hex.message("msg3"), true)).contains(ofHex);
        assertThat(protobufSession(protobuf, true)).contains(ofProtobuf);
        String hidden = hexSession(hex, hex.message("msg3"), false);
        assertThat(hidden)
                .doesNotContain(ofHex)
                .doesNotContain(hex.value("sharedSecret").hex())
                .contains(hex.value("SHA256_MK").hex(), hex.value("SHA256_SK").hex());
        assertThat(protobufSession(protobuf, false))
                .doesNotContain(ofProtobuf)
                .doesNotContain(protobuf.get("shared_x_be").asText());
        assertThat(parse(hidden))
                .containsExactlyElementsOf(withoutSecrets(parse(TestData.text("events/sp-ok_unlinkable.jsonl"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"msg0||msg1", "msg2", "msg3", "msg4"})
    void fieldsOfAMessageAreItsBytesInTheirPlaces(String message) throws Exception {
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        String bytes = ByteString.of(recorded.message(message)).hex();

        JsonNode decoded = parse(hexSession(recorded, recorded.message("msg3"), false)).stream()
                .filter(object -> object.path("structure").asText().equals(message))
                .findFirst()
                .orElseThrow();

        int end = 0;
        for (JsonNode field : decoded.get("fields")) {
            int offset = field.get("offset").asInt();
            assertThat(offset).isEqualTo(end);
            end = offset + field.get("size").asInt();
            assertThat(field.get("bytes").asText()).isEqualTo(bytes.substring(2 * offset, 2 * end));
        }
        assertThat(2 * end).isEqualTo(bytes.length());
    }

    /** Bytes as digits, text of certificates, headers and report, names: whatever is long enough not to be met by chance. */
    @ParameterizedTest
    @ValueSource(strings = {"sp-ok_unlinkable", "sp-config_needed", "isv-sp"})
    void whatTheLogOfTheVerboseSaysStandsInTheEvents(String log) throws Exception {
        String events;
        if (log.equals("isv-sp")) {
            events = protobufSession(TestData.json("tls-protobuf/fixed_vectors.json"), false);
        } else {
            RecordedSession recorded = RecordedSession.read(log.substring(3));
            events = hexSession(recorded, recorded.message("msg3"), false);
        }
        StringBuilder said = new StringBuilder(events.replace("\\\"", "\"").replace("\\n", "\n"));
        for (JsonNode event : parse(events)) {
            said.append('\n');
            event.path("fields").forEach(field -> said.append(field.get("bytes").asText()));
        }

        List<String> words = TestData.text("transcripts/" + log + "-VERBOSE.log")
                .lines()
                .filter(line -> !line.startsWith("----"))
                .map(line -> line.replaceFirst("^[A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d ", ""))
                .flatMap(line -> Pattern.compile("[0-9A-Za-z+/=%_.:-]{12,}")
                        .matcher(line)
                        .results()
                        .map(result -> result.group()))
                .map(word -> word.replaceFirst("[:.]$", ""))
                // What people read besides: names of fields and protocols.
                .filter(word -> word.matches(".*\\d.*") && !word.startsWith("msg"))
                .distinct()
                .toList();

        assertThat(words).hasSizeGreaterThan(15);
        assertThat(words.stream().filter(word -> said.indexOf(word) < 0)).isEmpty();
    }

    @Test
    void lostConnectionIsTheEnd() throws Exception {
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        HexReplay replay = new HexReplay(recorded);
        try (JsonLines lines = lines(replay.now(), false)) {
            HexAttestation attestation = new HexAttestation(
                    replay.service(),
                    replay.settings(),
                    replay.keys(),
                    Clock.fixed(replay.now(), ZoneOffset.UTC),
                    Provision.NONE,
                    peer -> lines.session("sp", peer));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> attestation.attest(
                            HexLineChannel.over(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()),
                            "192.0.2.1"))
                    .isInstanceOf(WireException.class);
        }
        List<JsonNode> events = parse(out.toString(StandardCharsets.UTF_8));
        assertThat(events)
                .extracting(object -> object.get("event").asText())
                .containsExactly("session-started", "message-awaited", "connection-lost", "session-ended");
        assertThat(events.get(2).get("reason").asText()).contains("closed before msg0||msg1");
    }

    @Test
    void internalErrorIsAFailure() throws Exception {
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        HexReplay replay = new HexReplay(recorded);
        String first = ByteString.of(recorded.message("msg0||msg1")).hex() + "\n";
        try (JsonLines lines = lines(replay.now(), false)) {
            new HexAttestation(
                            (gid, listener, end) -> {
                                throw new IllegalArgumentException("broken");
                            },
                            replay.settings(),
                            replay.keys(),
                            Clock.fixed(replay.now(), ZoneOffset.UTC),
                            Provision.NONE,
                            peer -> lines.session("sp", peer))
                    .attest(
                            HexLineChannel.over(
                                    new ByteArrayInputStream(first.getBytes(StandardCharsets.US_ASCII)),
                                    new ByteArrayOutputStream()),
                            "192.0.2.1");
        }
        List<JsonNode> events = parse(out.toString(StandardCharsets.UTF_8));
        assertThat(events.get(events.size() - 2).get("reason").asText()).isEqualTo("internal error: broken");
        assertThat(events.get(events.size() - 1).get("event").asText()).isEqualTo("session-ended");
    }
}
