package org.sgxra.tool.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.testdata.TestData;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.session.SessionFiles;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.dcap.DcapRoot;

/** A bit in each field of each recorded session whose keys are known. */
class FlippedDocumentTest {
    static Stream<Path> documents() {
        return Stream.concat(
                TestData.list("hex", ".json").stream().filter(file -> !file.endsWith("published_sample.json")),
                Stream.of(TestData.path("tls-protobuf/fixed_vectors.json")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aBitOfEachFieldIsRefusedByACheckOrSaidToBeUncovered(Path file) throws Exception {
        SessionFiles files =
                new SessionFiles(List.of(new InputFile(file.toString(), ByteString.of(Files.readAllBytes(file)))));
        ReportSigningCa ca = file.endsWith("real_hardware_2018.json")
                ? ReportSigningCa.intel()
                : ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem"));
        try (SharedSecret secret = SharedSecret.of(files, files.session(Optional.empty()), Optional.empty());
                Replay replay = new Replay(secret.recording(), ca, DcapRoot.intel())) {
            assertThat(secret.recording().sharedX()).isPresent();
            for (ReplayedMessage message : secret.recording().messages()) {
                for (Field field : message.fields().fields()) {
                    int offset = field.offset() - message.start();
                    if (offset >= 0 && offset < message.size() && field.size() > 0) {
                        assertIsExplained(replay, message, offset);
                    }
                }
            }
        }
    }

    private static void assertIsExplained(Replay replay, ReplayedMessage message, int offset) {
        Replay.Flipped flipped = replay.flip(message, offset, 0);
        if (flipped.refusal().isEmpty()) {
            String why = Uncovered.why(message, offset, flipped.result());
            assertThat(why).isNotEqualTo("no check depends on it").doesNotContain("without keys");
            if (message.name().equals("msg3")) {
                assertThat(message.field(offset)).isEqualTo("ra_msg3.header.padding");
            }
        }
    }
}
