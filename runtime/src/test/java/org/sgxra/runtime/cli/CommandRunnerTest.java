package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
    private static final OptionTable TABLE = OptionTable.named("demo")
            .purpose("Works.")
            .options(value("port", "N", "a port"))
            .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int run(String... args) {
        ProcessStreams streams = new ProcessStreams(
                InputStream.nullInputStream(),
                out,
                false,
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                Path.of(""));
        return CommandRunner.run(
                TABLE, streams, options -> options.required("port").port(1), args);
    }

    @Test
    void doesTheWork() {
        assertThat(run("--port=7")).isEqualTo(7);
        assertThat(out.size() + stderr.size()).isZero();
    }

    @Test
    void answersOnStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(TABLE.help());
        out.reset();
        assertThat(run("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Version.describe("demo"));
        out.reset();
        assertThat(run("--completion=fish")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("complete -c demo ");
        assertThat(stderr.size()).isZero();
    }

    @Test
    void aUsageErrorGoesToStandardErrorInEightyColumns() {
        assertThat(run("--port=\u001b[2J\n")).isEqualTo(1);
        assertThat(stderr)
                .hasToString("demo: '?[2J?' is no port, a number from 1 to 65535" + System.lineSeparator()
                        + "    (demo --help lists the options)" + System.lineSeparator());
        stderr.reset();
        // CSI of ISO 6429 in one character, and what turns the direction of writing.
        assertThat(run("--port=\u009b2J\u202e7")).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).startsWith("demo: '?2J?7' is no port");
        stderr.reset();
        assertThat(run()).isEqualTo(1);
        assertThat(stderr)
                .hasToString("demo: --port is required (demo --help lists the options)" + System.lineSeparator());
        assertThat(out.size()).isZero();
    }
}
