package org.sgxra.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
