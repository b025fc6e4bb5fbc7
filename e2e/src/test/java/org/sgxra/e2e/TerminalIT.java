package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.testdata.ErrorLines;

/** The commands at a terminal, which {@code script} of util-linux makes. */
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
            terminal.awaitOutput("characters of a line\\. Start the other end with -z --wrap");
            terminal.input().close();
            assertThat(terminal.exitCode()).as("%s", terminal).isZero();
            assertThat(ErrorLines.joined(terminal.output()).lines())
                    .anyMatch(line ->
                            line.startsWith("Attestation failed: the terminal has cut msg0||msg1: it hands over no"
                                    + " more than 4095 characters of a line. Start the other end with -z --wrap"));
        }
    }

    @Test
    void whatCommandsSayBeforeTheyEndFitsIntoEightyColumns() throws Exception {
        Path ias = directory.resolve("ias");
        EmulatorKeys.provide(ias);
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(busy.getLocalPort());
            String bin = Command.home().resolve("bin") + "/";
            String spid = "0".repeat(32);
            String commands = String.join(
                    "; ",
                    bin + "ias --port=" + port + " --state=" + ias,
                    bin + "sp --bind=127.0.0.1 -N " + spid + spid + " -R 0 -V 1 -s " + spid + " " + port,
                    "PROVISIONING_URL=https://localhost:1 PLATFORM_STATE=" + directory.resolve("platform") + " " + bin
                            + "client -s " + spid + " localhost:1");
            try (Command terminal = Command.start(directory, Map.of(), SCRIPT.toString(), "-qc", commands)) {
                terminal.exitCode();
                List<String> lines = terminal.output().lines().toList();
                assertThat(ErrorLines.joined(terminal.output()))
                        .contains(
                                "SOFT emulator of the attestation service: test keys, no trust; its reports prove nothing",
                                "ias: cannot listen on 127.0.0.1 port " + port + ": Address already in use",
                                "note: Intel switched its attestation service for EPID off in April 2025; --ias-url names"
                                        + " another, for example the emulator",
                                "sp: cannot listen on 127.0.0.1 port " + port + ": Address already in use",
                                "client: sgx_ra_get_msg1 failed: SGX_ERROR_NETWORK_FAILURE (0x4007): ");
                // Names of files are not broken.
                assertThat(lines).allMatch(line -> line.length() <= 80 || line.matches(" *[^ ]+"));
                assertThat(directory.resolve("client.log"))
                        .content()
                        .containsPattern("SOFT mode: a software enclave with no hardware protection; its quotes are");
            }
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
