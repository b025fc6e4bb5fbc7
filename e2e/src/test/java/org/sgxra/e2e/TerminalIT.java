package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -z} at a terminal, which {@code script} of util-linux makes. */
class TerminalIT {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsATerminal() {
        Assumptions.assumeTrue(Files.isExecutable(SCRIPT), "script (util-linux) is there, to make a terminal");
    }

    @Test
    void saysThatTheKernelHasCutALineAndWhatHelps() throws Exception {
        String sp = Command.home() + "/bin/sp -z -N " + "0".repeat(64) + " -R 0 -V 1 -s " + "0".repeat(32);
        try (Command terminal =
                Command.start(directory, Map.of(), SCRIPT.toString(), "-qec", "'" + sp.replace(" ", "' '") + "'")) {
            // As people do, who paste when they are asked to: script may lose the end of what came before.
            terminal.awaitOutput("^Waiting for msg0");
            terminal.input().write(("a".repeat(10_000) + "\n").getBytes(StandardCharsets.US_ASCII));
            terminal.input().flush();
            terminal.awaitOutput(
                    "^Attestation failed: the terminal has cut msg0\\|\\|msg1: it hands over no more than 4095"
                            + " characters of a line\\. Start the other end with -z --wrap");
            terminal.input().close();
            assertThat(terminal.exitCode()).as("%s", terminal).isZero();
        }
    }

    @Test
    void shortLinesCarryAMsg3OfTenThousandDigits() throws Exception {
        try (Stage stage = Stage.in(directory)) {
            String errors = directory.resolve("errors").toString();
            // What the server says must not come between the messages, nor what the terminal echoes.
            String server = "stty -echo; echo ready; exec '" + Command.home()
                    + "/run-server' -z --wrap --attestation=dcap 2>'" + errors + "'";
            Command terminal = stage.runPiped(SCRIPT.toString(), "-qec", server);
            InputStream fromServer = terminal.process().getInputStream();
            assertThat(new String(fromServer.readNBytes("ready\r\n".length()), StandardCharsets.US_ASCII))
                    .isEqualTo("ready\r\n");

            Command client = stage.runPiped("run-client", "-z", "--wrap", "--attestation=dcap");
            Thread toServer = AttestationIT.pump(client.process().getInputStream(), terminal.input());
            Thread toClient = AttestationIT.pump(fromServer, client.input());

            assertThat(client.exitCode()).as("%s%n%s", client, terminal).isZero();
            toServer.join(TimeUnit.SECONDS.toMillis(30));
            toClient.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(terminal.exitCode()).as("%s", terminal).isZero();
            assertThat(Files.readString(Path.of(errors))).contains("Enclave TRUSTED");
            String msg3 = client.errors()
                    .replaceFirst("(?s).*Copy/Paste Msg3 Below to SP -+\n", "")
                    .replaceFirst("(?s)\n\\.\n.*", "");
            assertThat(msg3.lines()).allMatch(line -> line.matches("[0-9a-f]{1,72}"));
            assertThat(msg3.replace("\n", "")).hasSizeGreaterThan(9_000);
        }
    }
}
