package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The system's clock is put back under running programs and between two starts; Debian's package faketime makes that. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
class SteppingClockIT {
    private static final int TRIES = 30;

    @TempDir
    private Path folder;

    private Path offset;

    /** The library that is put before the system's own. */
    private static Optional<Path> library() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("/usr/lib"), 3)) {
            return files.filter(file -> file.endsWith("faketime/libfaketimeMT.so.1"))
                    .findFirst();
        } catch (java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void find() throws IOException {
        if (library().isEmpty()) {
            System.out.println("clock stepping back: left out, the package faketime is not installed");
        }
        assumeTrue(library().isPresent());
        offset = Files.writeString(folder.resolve("offset"), "+0");
    }

    /** Commands to come have a clock that is off by what stands in {@link #offset}, read again each second. */
    private Stage withClock(Stage stage) throws IOException {
        return stage.with("LD_PRELOAD", library().orElseThrow().toString())
                .with("FAKETIME_TIMESTAMP_FILE", offset.toString())
                .with("FAKETIME_CACHE_DURATION", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    @Test
    void aServerWhoseClockGoesBackSaysSoAndGoesOnWhenItIsRightAgain() throws Exception {
        try (Stage stage = Stage.in(folder);
                Stage behind = withClock(stage.sibling())) {
            Stage.Server server = behind.server();
            attestUntil(true, stage, server);

            Files.writeString(offset, "-3600");
            attestUntil(false, stage, server);
            server.command().awaitError("lies in the future \\(it is .* here: is the clock right\\?\\)");

            Files.writeString(offset, "+0");
            attestUntil(true, stage, server);
        }
    }

    /** Attests until it ends like that: the clock is read by and by. */
    private static void attestUntil(boolean trusted, Stage stage, Stage.Server server) throws Exception {
        Command client = stage.attest(server);
        for (int i = 0; i < TRIES && (client.exitCode() == 0) != trusted; i++) {
            client = stage.attest(server);
        }
        assertThat(client.exitCode() == 0).as("%s", client).isEqualTo(trusted);
    }
}
