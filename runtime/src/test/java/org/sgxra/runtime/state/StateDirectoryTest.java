package org.sgxra.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who gets into a state directory, and who waits for a lock in it. */
class StateDirectoryTest {
    private final List<String> notices = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsOthersOutOfADirectoryThatWasThere() throws Exception {
        Path path = Files.createDirectory(folder.resolve("state"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x--x"));

        StateDirectory.open(path, notices::add);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(notices)
                .containsExactly("state directory " + path + " had mode rwxr-x--x: others are kept out from now on");
        StateDirectory.open(path, notices::add);
        StateDirectory.open(folder.resolve("new"), notices::add);
        assertThat(notices).hasSize(1);
    }

    @Test
    @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForALockOnlySoLong() throws Exception {
        StateDirectory state = StateDirectory.open(folder);
        StateLock held = state.lock("lock");

        assertThatThrownBy(() -> state.lock("lock", Duration.ofMillis(50)))
                .isInstanceOf(StateException.class)
                .hasMessage(
                        "somebody else holds " + folder.resolve("lock") + " for more than 0 s: is a command stuck?");
        assertThat(state.tryLock("lock")).isEmpty();

        held.close();
        state.lock("lock", Duration.ZERO).close();
        assertThat(state.tryLock("lock")).isPresent();
    }

    /** Keeps the lock until it is ended. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            StateDirectory.open(Path.of(args[0])).lock("lock");
            System.out.println("held");
            new CountDownLatch(1).await();
        }
    }

    @Test
    @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForAnotherProcessOnlySoLong() throws Exception {
        StateDirectory state = StateDirectory.open(folder);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(lines.readLine()).isEqualTo("held");

            assertThatThrownBy(() -> state.lock("lock", Duration.ofMillis(50)))
                    .isInstanceOf(StateException.class)
                    .hasMessage("somebody else holds " + folder.resolve("lock")
                            + " for more than 0 s: is a command stuck?");
            assertThat(state.tryLock("lock")).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        // The system gives back what a process had that is no more.
        state.lock("lock", Duration.ofSeconds(90)).close();
    }
}
