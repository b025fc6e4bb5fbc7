package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk: errors name the file, what was there stays as it was, and with room again the same command does its work. */
@Tag("long")
class FullDiskIT {
    @TempDir
    private static Path directory;

    private static Path disk;
    private static Stage stage;
    private static Stage.Server server;

    @BeforeAll
    static void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", disk.toString());
        if (!mounted) {
            System.out.println("left out: the tests of a full disk, for only root can make a small one");
        }
        Assumptions.assumeTrue(mounted);
        Path secret = Files.writeString(directory.resolve("secret"), "what only the enclave may know");
        stage = Stage.in(directory);
        server = stage.server("--secret-file=" + secret);
    }

    @AfterAll
    static void unmount() throws Exception {
        if (stage != null) {
            stage.close();
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(600, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @BeforeEach
    void clear() throws Exception {
        assertThat(run("sh", "-c", "rm -rf '" + disk + "'/*")).isTrue();
    }

    /** Leaves no room. */
    private static void fill() throws IOException, InterruptedException {
        assertThat(run("sh", "-c", "dd if=/dev/zero of='" + disk + "/full' bs=1k; true"))
                .isTrue();
    }

    private static void makeRoom() throws IOException {
        Files.delete(disk.resolve("full"));
    }

    @Test
    void platformNamesItsFileAndJoinsLater() throws Exception {
        fill();
        stage.with("PLATFORM_STATE", disk.resolve("platform").toString());
        Command client = stage.attest(server);
        assertThat(client.exitCode()).as("%s", client).isNotZero();
        assertThat(client.errors())
                .containsPattern("cannot (write|create|open).*" + disk + "/platform.*: No space left on device")
                .doesNotContain("\tat ");

        makeRoom();
        Command later = stage.attest(server);
        assertThat(later.exitCode()).as("%s", later).isZero();
    }

    @Test
    void emulatorNamesItsFileAndStartsLater() throws Exception {
        Path state = disk.resolve("ias");
        fill();
        Command failed = Command.start(directory, Map.of(), "run-ias", "--port=0", "--state=" + state);
        assertThat(failed.exitCode()).as("%s", failed).isNotZero();
        assertThat(failed.errors())
                .contains(state + "/")
                .contains("No space left on device")
                .doesNotContain("\tat ");

        makeRoom();
        try (Command again = Command.start(directory, Map.of(), "run-ias", "--port=0", "--state=" + state)) {
            Stage.port(again);
        }
    }

    @Test
    void sealedSecretThatWasThereStays() throws Exception {
        Path sealed = disk.resolve("sealed");
        stage.with("PLATFORM_STATE", directory.resolve("platform").toString());
        assertThat(stage.attest(server, "--sealed-out=" + sealed).exitCode()).isZero();
        byte[] before = Files.readAllBytes(sealed);
        fill();

        Command client = stage.attest(server, "--sealed-out=" + sealed);

        assertThat(client.exitCode()).as("%s", client).isNotZero();
        assertThat(client.errors()).contains("--sealed-out: cannot write " + sealed + ": No space left on device");
        assertThat(sealed).hasBinaryContent(before);
    }

    @Test
    void keyPairIsWrittenWholeOrNotAtAll() throws Exception {
        fill();
        List<Path> pair = List.of(disk.resolve("cert.pem"), disk.resolve("key.pem"));
        Command failed =
                stage.run("bin/isv-cert", pair.get(0).toString(), pair.get(1).toString());
        assertThat(failed.exitCode()).as("%s", failed).isEqualTo(1);
        assertThat(failed.joinedErrors()).contains("cannot write " + pair.get(0) + ": No space left on device");
        try (var names = Files.list(disk)) {
            assertThat(names).containsExactly(disk.resolve("full"));
        }

        makeRoom();
        assertThat(stage.run("bin/isv-cert", pair.get(0).toString(), pair.get(1).toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void serverSaysOnceThatItsLogIsFullAndServesOn() throws Exception {
        Path log = disk.resolve("sp.log");
        stage.with("PLATFORM_STATE", directory.resolve("platform").toString());
        Stage.Server logging = stage.server("--log=" + log, "-v");
        fill();
        for (int i = 0; i < 3; i++) {
            Command client = stage.attest(logging);
            assertThat(client.exitCode()).as("%s", client).isZero();
        }
        logging.command().awaitError("warning: no more is written to the log file .*sp.log: No space left on device");
        assertThat(logging.command().errors()).containsOnlyOnce("no more is written to the log file");
    }

    @Test
    void eventsThatCannotBeWrittenAreSaidToBeMissing() throws Exception {
        fill();
        Path events = disk.resolve("events.jsonl");
        stage.with("PLATFORM_STATE", directory.resolve("platform").toString());
        Command client = stage.attest(server, "--events=" + events);
        assertThat(client.joinedErrors())
                .containsOnlyOnce("no more events are written to " + events + ": No space left on device")
                .doesNotContain("events may be missing");
    }
}
