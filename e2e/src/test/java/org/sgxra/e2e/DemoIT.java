package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void endsWithATrustedEnclave() throws Exception {
        Command demo = demo();
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.output() + demo.errors()).contains("Enclave TRUSTED");
    }

    @Test
    void showsTheSameKeysAtBothEndsWhenAskedFor() throws Exception {
        Command demo = demo("-v", "--linkable");
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        for (String key : List.of("MK", "SK")) {
            List<String> hashes = Pattern.compile("SHA256\\(" + key + "\\) = ([0-9a-f]{64})")
                    .matcher(demo.output() + demo.errors()).results().map(MatchResult::group).toList();
            assertThat(hashes).hasSizeGreaterThanOrEqualTo(2);
            assertThat(hashes.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void refusesAnUnknownOption() throws Exception {
        Command demo = demo("--frobnicate");
        assertThat(demo.exitCode()).as("%s", demo).isEqualTo(1);
        assertThat(demo.errors()).contains("frobnicate");
    }

    private Command demo(String... arguments) throws Exception {
        return Command.start(directory, Map.of(), "run-demo", arguments);
    }
}
