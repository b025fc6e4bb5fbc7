package org.sgxra.sp.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.isv.CompatibleForm;
import org.sgxra.sp.isv.IsvAttestation;
import org.sgxra.sp.isv.IsvSpTranscript;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;
import org.sgxra.testdata.TestData;

/** The whole log of recorded sessions, compared to the letter with testdata/transcripts. */
class RecordedTranscriptTest {
    @TempDir
    Path folder;

    private Transcript transcript(Level level, Instant now) {
        return new Transcript(new PrintStream(new ByteArrayOutputStream()), level, Clock.fixed(now, ZoneOffset.UTC))
                .logTo(folder.resolve("log"));
    }

    private void assertLogIs(String file) throws Exception {
        String log = Files.readString(folder.resolve("log"));
        assertThat(log).isEqualTo(TestData.text("transcripts/" + file));
    }

    private static byte[] lines(RecordedSession recorded, String third) {
        String first = ByteString.of(recorded.message("msg0||msg1")).hex();
        return (first + "\n" + third + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void replay(RecordedSession recorded, Level level, byte[] lines) throws Exception {
        HexReplay replay = new HexReplay(recorded);
        try (Transcript transcript = transcript(level, replay.now())) {
            new HexAttestation(
                            replay.service(),
                            replay.settings(),
                            replay.keys(),
                            Clock.fixed(replay.now(), ZoneOffset.UTC),
                            Provision.NONE,
                            HexTranscript.factory(transcript, hex -> {}))
                    .attest(HexLineChannel.over(new ByteArrayInputStream(lines), new ByteArrayOutputStream()), "-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ok_unlinkable, NORMAL",
        "ok_unlinkable, VERBOSE",
        "ok_unlinkable, DEBUG",
        "config_needed, VERBOSE",
        "group_out_of_date_pib, DEBUG",
        "policy_wrong_mrsigner, DEBUG",
        "sigrl_n2_2, DEBUG"
    })
    void serviceProviderOfTheHexProtocol(String name, Level level) throws Exception {
        RecordedSession recorded = RecordedSession.read(name);
        replay(
                recorded,
                level,
                lines(recorded, ByteString.of(recorded.message("msg3")).hex()));
        assertLogIs("sp-" + name + "-" + level + ".log");
    }

    @ParameterizedTest
    @CsvSource({"0, mac", "20, ga", "500, changed"})
    void serviceProviderThatRefuses(int offset, String name) throws Exception {
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        byte[] third = recorded.message("msg3");
        third[offset] ^= 1;
        replay(recorded, Level.VERBOSE, lines(recorded, ByteString.of(third).hex()));
        assertLogIs("sp-refused-" + name + ".log");
    }

    @ParameterizedTest
    @CsvSource({"NORMAL", "VERBOSE", "DEBUG"})
    void serviceProviderOfTheProtobufProtocol(Level level) throws Exception {
        JsonNode recorded = TestData.json("tls-protobuf/fixed_vectors.json");
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
        try (Transcript transcript = transcript(level, Instant.EPOCH)) {
            SessionListener events = IsvSpTranscript.factory(transcript).open("-");
            try (AttestationSession session = ProtobufReplayTest.session(recorded, events)) {
                new IsvAttestation(session, new CompatibleForm(signed -> signature), events)
                        .attest(FrameChannel.over(
                                new ByteArrayInputStream(fromApplication.toByteArray()), new ByteArrayOutputStream()));
            }
        }
        assertLogIs("isv-sp-" + level + ".log");
    }
}
