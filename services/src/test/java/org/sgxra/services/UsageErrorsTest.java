package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.testdata.WrongCommandLines;

/** Every option of ias and of the commands inside it, given wrongly in all ways. */
class UsageErrorsTest {
    @TempDir
    Path directory;

    private String stderr(List<String> arguments) {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        ProcessStreams streams = new ProcessStreams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                false,
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                directory);
        CommandRunner.run(
                IasOptions.TABLE,
                streams,
                given -> {
                    IasOptions options = IasOptions.of(given, Path.of("/nonexistent"));
                    return options.command().isPresent()
                            ? Ias.run(options.command().get(), options, streams)
                            : 0;
                },
                arguments.toArray(String[]::new));
        return stderr.toString(StandardCharsets.UTF_8);
    }

    private void fit(OptionTable table, List<String> start) {
        for (String[] wrong : WrongCommandLines.of(table.help())) {
            List<String> arguments = new ArrayList<>(start);
            arguments.addAll(List.of(wrong));
            String error = stderr(arguments);
            assertThat(error.lines()).as("%s", arguments).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void fitATerminal() {
        fit(IasOptions.TABLE, List.of());
        IasOptions.TABLE.subcommands().forEach(command -> fit(command, List.of(command.lastName())));
    }

    @Test
    @Tag("long")
    void fitATerminalWhereThereIsAnEmulator() throws Exception {
        Path state = RunningEmulator.copyState(directory.resolve("ias"));
        for (OptionTable command : IasOptions.TABLE.subcommands()) {
            fit(command, List.of("--state=" + state, command.lastName()));
        }
    }

    /** Java takes an empty name for the current folder, and a state directory is closed to others. */
    @Test
    void aStateWithoutANameIsNotTheCurrentFolder() throws Exception {
        Path here = Path.of("");
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(here);

        assertThat(stderr(List.of("--state=", "revoke"))).contains("--state", "is not the name of a file");
        assertThat(Files.getPosixFilePermissions(here)).isEqualTo(before);
    }
}
