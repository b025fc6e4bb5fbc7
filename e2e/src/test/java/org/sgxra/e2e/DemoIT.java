package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;

/** The README's first command. */
@Order(2)
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void endsWithATrustedEnclave() throws Exception {
        Command demo = demo();
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.errors()).endsWith("run-demo: Enclave TRUSTED");
        assertThat(demo.output()).isEmpty();
        List<String> lines = demo.errors().lines().toList();
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotContain("\033"));
        assertThat(lines.stream().filter(line -> line.startsWith(" ✓ ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(" ✓ emulator of the attestation service, on port "),
                        line -> assertThat(line).startsWith(" ✓ service provider, on port "),
                        line -> assertThat(line)
                                .matches(
                                        " ✓ client -> server   msg0\\|\\|msg1 +72 bytes  [0-9a-f]{16}\\.\\.\\.[0-9a-f]{8}"),
                        line -> assertThat(line).startsWith(" ✓ server -> client   msg2 "),
                        line -> assertThat(line).startsWith(" ✓ client -> server   msg3 "),
                        line -> assertThat(line).matches(" ✓ server -> client   msg4 +105 bytes  03000000.*"));
    }

    @Test
    void endsWithTheVerdictOfAPolicyThatRefuses() throws Exception {
        Command demo = demo("--isv-product-id=7");
        assertThat(demo.exitCode()).as("%s", demo).isEqualTo(2);
        assertThat(demo.errors()).endsWith("run-demo: Enclave NOT TRUSTED");
        assertThat(demo.errors()).contains("\n ✗ Reason: product id 0 is not the required 7\n");
    }

    @Test
    void saysNothingButTheVerdictWhenItIsToBeQuiet() throws Exception {
        Command demo = demo("--tls", "--quiet");
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.output() + demo.errors()).isEqualTo("run-demo: Enclave TRUSTED");
    }

    @Test
    void saysWhatIsWrongAndWhereToLook() throws Exception {
        EmulatorKeys.provide(directory.resolve("ias"));
        Command demo = demo("-q", "--max-report-age=0", "--state=" + directory);
        assertThat(demo.exitCode()).as("%s", demo).isEqualTo(3);
        assertThat(demo.errors())
                .contains(" ✗ Attestation failed: attestation report: its time stamp")
                .endsWith("run-demo: it failed; the logs are in " + directory.toRealPath());
        assertThat(demo.errors().lines().map(String::length))
                .allMatch(length -> length <= 80 + directory.toString().length());
    }

    @ParameterizedTest
    @CsvSource({"'', true", "1, false"})
    void showsColoursOnATerminalUnlessTheyAreUnwanted(String noColor, boolean coloured) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script (util-linux) makes a terminal");
        Path summary = Command.home().resolve("bin/demo-summary.sh");
        Command shown = Command.start(
                directory,
                Map.of("NO_COLOR", noColor, "TERM", "xterm"),
                "/usr/bin/script",
                "-qec",
                "sh -c 'quiet=; . \"" + summary + "\"; done_step this; failed_step that'",
                "/dev/null");
        assertThat(shown.exitCode()).as("%s", shown).isZero();
        assertThat(shown.output().lines().filter(line -> !line.isEmpty()))
                .containsExactly(
                        coloured ? " \033[32m✓\033[0m this" : " ✓ this",
                        coloured ? " \033[31m✗\033[0m that" : " ✗ that");
    }

    @Test
    void keepsWordsWholeInLinesThatFit() throws Exception {
        Path summary = Command.home().resolve("bin/demo-summary.sh");
        String path = "/" + "folder/".repeat(15) + "file";
        Path said = Files.writeString(directory.resolve("said"), "client: " + "word ".repeat(20) + path + "\n");
        Command shown = Command.start(
                directory,
                Map.of(),
                "/bin/sh",
                "-c",
                "quiet=; . '" + summary + "'; failed_step \"$(cat said)\"; show_text '" + said + "'");
        assertThat(shown.exitCode()).as("%s", shown).isZero();
        assertThat(shown.errors().lines())
                .containsExactly(
                        " ✗ client: " + "word ".repeat(12) + "word",
                        "   " + "word ".repeat(6) + "word",
                        "   " + path,
                        "client: " + "word ".repeat(12) + "word",
                        "    " + "word ".repeat(6) + "word",
                        "    " + path);
    }

    @Test
    void waitsForTheFolderThatAnotherOneHolds() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "flock is there");
        Path state = Files.createDirectory(directory.resolve("state"));
        String lock = state.resolve("demo.lock").toString();
        try (Command holder =
                Command.start(directory, Map.of(), "/usr/bin/flock", lock, "sh", "-c", "echo held >&2; read line")) {
            holder.awaitError("held");
            try (Command demo = demo("--state=" + state)) {
                demo.awaitError("waiting for another run-demo");
                assertThat(demo.process().isAlive()).isTrue();
            }
        }
    }

    @Test
    @Tag("long")
    void waitsForAnotherOneInTheSameFolder() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "flock is there");
        String state = "--state=" + directory.resolve("state");
        try (Command first = demo(state)) {
            first.awaitError("✓ emulator of the attestation service");
            try (Command second = demo(state)) {
                second.awaitError("waiting for another run-demo");
                assertThat(first.exitCode()).as("%s", first).isZero();
                assertThat(second.exitCode()).as("%s", second).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version"})
    void findsAJavaOnThePathThatIsAScript(String option) throws Exception {
        acceptsAJavaOnThePathThatIsAScript(option);
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"-v"})
    void acceptsAJavaOnThePathThatIsAScript(String option) throws Exception {
        Path java = directory.resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command demo = Command.start(
                directory,
                Map.of("JAVA_HOME", "", "PATH", directory + ":" + System.getenv("PATH")),
                "run-demo",
                option);
        assertThat(demo.exitCode()).as("%s", demo).isZero();
    }

    @Test
    @Tag("long")
    void showsTheSameKeysAtBothEndsWhenAskedFor() throws Exception {
        Command demo = demo("-v", "--linkable");
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        for (String key : List.of("MK", "SK")) {
            List<String> hashes = hashes(demo, key);
            assertThat(hashes).hasSizeGreaterThanOrEqualTo(2);
            assertThat(hashes.stream().distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {""})
    void endsWithATrustedEnclaveByDcap(String system) throws Exception {
        endsWithATrustedEnclaveByDcapThatWasGivenASecret(system);
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"", "--tls"})
    void endsWithATrustedEnclaveByDcapThatWasGivenASecret(String system) throws Exception {
        Command demo = system.isEmpty() ? demo("--dcap", "-v") : demo("--dcap", "-v", system);
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.errors()).endsWith("run-demo: Enclave TRUSTED").contains("status                   = UpToDate");
        for (String key : List.of("MK", "SK")) {
            List<String> hashes = hashes(demo, key);
            assertThat(hashes).as("%s", demo).hasSize(2);
            assertThat(hashes.stream().distinct()).as("%s", demo).hasSize(1);
            assertThat(demo.errors()).contains("SHA256(" + key + ") is the same at both ends:");
        }
        Path secret = Command.home().resolve("state/demo").resolve(system.isEmpty() ? "secret" : "isv/secret");
        assertThat(hashes(demo, "secret"))
                .containsExactly(
                        Sha256.of(ByteString.of(Files.readAllBytes(secret))).hex());
        assertThat(demo.output() + demo.errors()).containsPattern("(?i)secret of 64 bytes");
    }

    private static List<String> hashes(Command demo, String of) {
        return Pattern.compile("SHA256\\(" + of + "\\) = ([0-9a-f]{64})")
                .matcher(demo.output() + "\n" + demo.errors())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void leavesNothingBehindWhenItIsKilled() throws Exception {
        Path state = Files.createDirectory(directory.resolve("killed"));
        EmulatorKeys.provide(state.resolve("ias"));
        try (Command demo = demo("--state=" + state)) {
            demo.awaitError("✓ emulator of the attestation service");
            List<ProcessHandle> started = demo.process().descendants().toList();
            assertThat(started).isNotEmpty();

            demo.process().destroyForcibly().waitFor();

            for (ProcessHandle process : started) {
                process.onExit().get(600, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoVerdict() throws Exception {
        Path state = Files.createDirectories(directory.resolve("read-only"));
        // What nobody can open for writing, root neither.
        Files.createDirectories(state.resolve("demo.lock"));

        Command demo = demo("--state=" + state);

        assertThat(demo.exitCode()).as("%s", demo).isEqualTo(1);
        assertThat(demo.joinedErrors())
                .endsWith("run-demo: cannot write in " + state.toRealPath() + "; --state=DIR names another folder");
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
