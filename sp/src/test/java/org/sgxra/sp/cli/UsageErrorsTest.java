package org.sgxra.sp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.testdata.WrongCommandLines;

/** Every option of sp and isv-sp, given wrongly in all ways. */
class UsageErrorsTest {
    private static final List<String> GOOD =
            List.of("-N", "00".repeat(32), "-R", "0", "-V", "1", "-s", "00".repeat(16), "-B", "/dev/null");

    private static String stderr(OptionTable table, CommandRunner.Work work, List<String> good, String... wrong) {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        ProcessStreams streams = new ProcessStreams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                false,
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                Path.of(""));
        CommandRunner.run(
                table,
                streams,
                work,
                Stream.concat(good.stream(), Stream.of(wrong)).toArray(String[]::new));
        return stderr.toString(StandardCharsets.UTF_8);
    }

    private static void fit(OptionTable table, CommandRunner.Work work, List<String> good) {
        for (String[] wrong : WrongCommandLines.of(table.help())) {
            String error = stderr(table, work, good, wrong);
            assertThat(error.lines()).as("%s", List.of(wrong)).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void ofSpFitATerminal() {
        fit(
                SpCommandLine.TABLE,
                options -> {
                    SpCommandLine.configuration(options);
                    return 0;
                },
                GOOD);
    }

    @Test
    void ofIsvSpFitATerminal() {
        fit(
                IsvSpCommandLine.TABLE,
                options -> {
                    IsvSpCommandLine.configuration(options, InputStream.nullInputStream());
                    return 0;
                },
                Stream.concat(GOOD.stream(), Stream.of("--cert=/dev/null", "--compat"))
                        .toList());
    }
}
