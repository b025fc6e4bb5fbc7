package org.sgxra.runtime.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How large a log file becomes, and what becomes of one that is full. */
class TranscriptFileTest {
    private static final int LIMIT = 100;

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder;

    private TranscriptFile start() throws IOException {
        return TranscriptFile.start(folder.resolve("sp.log"), LIMIT, warnings::add);
    }

    /** Lines of ten bytes on Linux. */
    private static void write(TranscriptFile file, int from, int to) {
        for (int i = from; i < to; i++) {
            file.println("line " + (1000 + i));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullFileIsKeptUnderAnotherNameInPlaceOfTheOneBefore() throws IOException {
        try (TranscriptFile file = start()) {
            write(file, 0, 25);
        }
        assertThat(Files.readAllLines(folder.resolve("sp.log")))
                .containsExactly("line 1020", "line 1021", "line 1022", "line 1023", "line 1024");
        assertThat(Files.readAllLines(folder.resolve("sp.log.1"))).hasSize(10).startsWith("line 1010");
        assertThat(Files.getPosixFilePermissions(folder.resolve("sp.log"))).hasSize(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void keepsItsLimitWhereTheFullFileCannotBeRenamed() throws IOException {
        Files.createDirectories(folder.resolve("sp.log.1/taken"));
        try (TranscriptFile file = start()) {
            write(file, 0, 25);
        }
        assertThat(folder.resolve("sp.log")).isNotEmptyFile();
        assertThat(Files.size(folder.resolve("sp.log"))).isLessThanOrEqualTo(LIMIT);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aLineThatIsLongerThanTheLimitIsWrittenWhole() throws IOException {
        try (TranscriptFile file = start()) {
            file.println("x".repeat(3 * LIMIT));
            file.println("next");
        }
        assertThat(Files.readAllLines(folder.resolve("sp.log.1"))).containsExactly("x".repeat(3 * LIMIT));
        assertThat(Files.readAllLines(folder.resolve("sp.log"))).containsExactly("next");
    }

    @Test
    void anInterruptedThreadGoesOnWriting() throws IOException {
        try (TranscriptFile file = start()) {
            Thread.currentThread().interrupt();
            file.println("one");
            file.flush();
            assertThat(Thread.interrupted()).isTrue();
            file.println("two");
        }
        assertThat(Files.readAllLines(folder.resolve("sp.log"))).containsExactly("one", "two");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysOnceThatNoMoreCanBeWritten() throws IOException {
        try (TranscriptFile file = TranscriptFile.onDevice(Path.of("/dev/full"), warnings::add)) {
            file.println("one");
            file.flush();
            file.println("two");
            file.flush();
        }
        assertThat(warnings)
                .containsExactly("warning: no more is written to the log file /dev/full: No space left on device");
    }
}
