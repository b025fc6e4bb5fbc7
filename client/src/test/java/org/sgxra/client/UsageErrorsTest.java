package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.testdata.WrongCommandLines;

/** Every option of the client, given wrongly in all ways. */
class UsageErrorsTest {
    @TempDir
    Path folder;

    @Test
    void fitATerminal() {
        for (String[] wrong : WrongCommandLines.of(ClientCommandLine.TABLE.help())) {
            // Names of files that would be written.
            if (wrong[0].matches("--(log|events)=[^/]+")) {
                continue;
            }
            List<String> arguments = new ArrayList<>(List.of("-s", ClientRun.SPID));
            arguments.addAll(List.of(wrong));
            ClientRun run = ClientRun.of(
                    notices -> {
                        throw new EnclaveException(EnclaveException.Cause.LOCAL, "no enclave", null);
                    },
                    folder,
                    InputStream.nullInputStream(),
                    arguments.toArray(String[]::new));
            // Where -d is given, the stack follows.
            assertThat(run.stderr().lines().takeWhile(line -> !line.contains("\tat ") && !line.contains("Exception")))
                    .as("%s", arguments)
                    .allMatch(line -> line.length() <= 80);
        }
    }
}
