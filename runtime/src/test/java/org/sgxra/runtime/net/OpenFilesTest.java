package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsTheLimitThatHolds() throws Exception {
        Path limits = Files.writeString(folder.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             100                  200                  processes
                Max open files            1024                 524288               files
                """);
        assertThat(OpenFiles.limit(limits)).hasValue(1024);
    }

    @Test
    void knowsNoneWhereTheSystemSaysNone() throws Exception {
        Path limits =
                Files.writeString(folder.resolve("limits"), "Max open files            unlimited  unlimited  files\n");
        assertThat(OpenFiles.limit(limits)).isEmpty();
        assertThat(OpenFiles.limit(folder.resolve("none"))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void knowsThatOfThisProcess() {
        assertThat(OpenFiles.limit().orElse(Integer.MAX_VALUE)).isGreaterThan(16);
    }
}
