package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.testdata.WrongCommandLines;

/** Every option of isv-app, given wrongly in all ways. */
class UsageErrorsTest {
    @TempDir
    Path folder;

    private void fit(OptionTable table, CommandRunner.Work work, List<String> good) {
        for (String[] wrong : WrongCommandLines.of(table.help())) {
            List<String> arguments = new ArrayList<>(good);
            arguments.addAll(List.of(wrong));
            ByteArrayOutputStream stderr = new ByteArrayOutputStream();
            ProcessStreams streams = new ProcessStreams(
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    false,
                    new PrintStream(stderr, true, StandardCharsets.UTF_8),
                    folder);
            CommandRunner.run(table, streams, work, arguments.toArray(String[]::new));
            assertThat(stderr.toString(StandardCharsets.UTF_8).lines())
                    .as("%s", arguments)
                    .allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void fitATerminal() throws Exception {
        Path certificate = folder.resolve("app.pem");
        Path key = folder.resolve("key.pem");
        SelfSignedCertificate.write(certificate, key);
        fit(
                IsvAppOptions.TABLE,
                given -> {
                    IsvAppOptions options = IsvAppOptions.of(given);
                    ServerIdentity.load(options.certificate(), options.key());
                    return 0;
                },
                List.of("--cert=" + certificate, "--key=" + key));
        fit(IsvAppOptions.TABLE, given -> IsvAppOptions.of(given).port(), List.of());
    }
}
