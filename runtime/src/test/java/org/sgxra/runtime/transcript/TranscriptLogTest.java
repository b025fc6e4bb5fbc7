package org.sgxra.runtime.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log file of a transcript. */
class TranscriptLogTest {
    private static final Clock CLOCK = clock(11, 5);

    private final ByteArrayOutputStream people = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private static Clock clock(int month, int day) {
        return Clock.fixed(LocalDateTime.of(2026, month, day, 18, 6, 3).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    }

    private Transcript transcript(Level level) {
        return new Transcript(new PrintStream(people, true, StandardCharsets.UTF_8), level, CLOCK);
    }

    private List<String> shown() {
        return people.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, the=end+of+it", "VERBOSE, the+end+of+it"})
    void laysOutWhatIsShownWhereNoBytesAreShown(Level level, String shown) throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(level).logTo(file).layOut(line -> line.replace("+end+", "=end+"))) {
            transcript.line("the+end+of+it");
            try (Transcript session = transcript.ofSession("::1")) {
                session.line("the+end+of+it");
            }
        }

        assertThat(shown()).containsExactly(shown, "[::1] " + shown);
        assertThat(Files.readAllLines(file))
                .containsExactly("Nov 05 2026 18:06:03 the+end+of+it", "Nov 05 2026 18:06:03 [::1] the+end+of+it");
    }

    @Test
    void stampsPlainLinesInTheLogFileOnly() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(Level.VERBOSE).logTo(file)) {
            transcript.line("Listening for connections on port 7777");
            transcript.heading(Level.NORMAL, "Msg2 Details");
            transcript.field(4, "mac", "00");
            transcript.divider(Level.NORMAL);
            transcript.line("");
            transcript.debug("not at this level");
            transcript.message("sent", "msg2", "0102");
        }

        assertThat(shown())
                .containsExactly(
                        "Listening for connections on port 7777",
                        "",
                        "---- Msg2 Details " + "-".repeat(58),
                        "mac  = 00",
                        "-".repeat(76),
                        "");
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "Nov 05 2026 18:06:03 Listening for connections on port 7777",
                        "",
                        "---- Msg2 Details " + "-".repeat(58),
                        "Nov 05 2026 18:06:03 mac  = 00",
                        "-".repeat(76),
                        "",
                        "Nov 05 2026 18:06:03 sent msg2: 0102");
    }

    @ParameterizedTest
    @CsvSource({
        "1, Jan", "2, Feb", "3, Mar", "4, Apr", "5, May", "6, Jun", "7, Jul", "8, Aug", "9, Sep", "10, Oct", "11, Nov",
        "12, Dec"
    })
    void namesMonthsInEnglishWhateverTheLocale(int month, String name) throws IOException {
        Path file = folder.resolve("client.log");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try (Transcript transcript = new Transcript(
                        new PrintStream(people, true, StandardCharsets.UTF_8), Level.NORMAL, clock(month, 28))
                .logTo(file)) {
            transcript.line("x");
        } finally {
            Locale.setDefault(before);
        }
        assertThat(Files.readString(file).strip()).isEqualTo(name + " 28 2026 18:06:03 x");
    }

    @Test
    void startsTheLogFileAnew() throws IOException {
        Path file = folder.resolve("sp.log");
        Files.writeString(file, "what was there before, and it was long\n");

        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            transcript.line("new");
        }

        assertThat(Files.readString(file)).isEqualTo("Nov 05 2026 18:06:03 new" + System.lineSeparator());
    }

    @Test
    void canBeReadWhileTheSessionGoesOn() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            transcript.line("one");
            assertThat(Files.readAllLines(file)).hasSize(1);
            transcript.message("received", "msg3", "00");
            assertThat(Files.readAllLines(file)).hasSize(2);
        }
    }

    @Test
    void isWrittenWhenASessionWaitsOrEndsIfTheSessionSaysWhen() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            transcript.hold();
            transcript.hold();
            transcript.line("one");
            assertThat(file).isEmptyFile();
            transcript.flush();
            assertThat(Files.readAllLines(file)).hasSize(1);
            transcript.line("two");
            assertThat(Files.readAllLines(file)).hasSize(1);
            transcript.release();
            assertThat(Files.readAllLines(file)).hasSize(2);
            transcript.line("three");
            assertThat(Files.readAllLines(file)).hasSize(2);
            transcript.release();
            transcript.line("four");
            assertThat(Files.readAllLines(file)).hasSize(4);
        }
    }

    @Test
    void beginsWithWhatWasShownBeforeItCouldBeOpened() throws IOException {
        Path file = Files.writeString(folder.resolve("sp.log"), "of another server");
        try (Transcript transcript = transcript(Level.NORMAL).keepForLog()) {
            transcript.line("before");
            transcript.message("sent", "msg2", "00");
            assertThat(file).hasContent("of another server");
            assertThat(transcript.openLog(file, true)).isEmpty();
            transcript.line("after");
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "Nov 05 2026 18:06:03 before",
                        "Nov 05 2026 18:06:03 sent msg2: 00",
                        "Nov 05 2026 18:06:03 after");
    }

    @Test
    void hasOneWriter() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript first = transcript(Level.NORMAL).logTo(file);
                Transcript second = transcript(Level.NORMAL).logTo(file)) {
            first.line("first");
            second.line("second");
            assertThat(second.openLog(file, true)).contains("another process writes it");
        }
        assertThat(Files.readAllLines(file)).containsExactly("Nov 05 2026 18:06:03 first");
        assertThat(shown())
                .containsExactly(
                        "warning: no log file: cannot write " + file + " (another process writes it)",
                        "first",
                        "second");
        try (Transcript next = transcript(Level.NORMAL).logTo(file)) {
            next.line("next");
        }
        assertThat(Files.readAllLines(file)).containsExactly("Nov 05 2026 18:06:03 next");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void mayBeADeviceOnlyIfItIsChosen() {
        Path device = Path.of("/dev/null");
        try (Transcript transcript = transcript(Level.NORMAL).keepForLog()) {
            assertThat(transcript.openLog(device, true)).isEmpty();
            transcript.line("to nobody");
        }
        transcript(Level.NORMAL).logTo(device).close();

        assertThat(shown())
                .containsExactly("to nobody", "warning: no log file: cannot write /dev/null (it is no regular file)");
    }

    @Test
    void goesOnWithoutALogFileWhereNoneCanBeWritten() {
        Path missing = folder.resolve("missing").resolve("sp.log");

        try (Transcript transcript = transcript(Level.NORMAL).logTo(missing)) {
            transcript.line("goes on");
            transcript.message("sent", "msg2", "00");
        }

        assertThat(shown())
                .containsExactly(
                        "warning: no log file: cannot write " + missing.toAbsolutePath() + " (no such file or folder)",
                        "goes on");
    }

    @Test
    void goesOnWithoutALogFileWhereAFolderHasItsName() {
        transcript(Level.NORMAL).logTo(folder).close();

        assertThat(shown()).singleElement().asString().startsWith("warning: no log file: cannot write " + folder);
    }

    @Test
    void goesOnAfterItsLogFileWasClosed() throws IOException {
        Path file = folder.resolve("sp.log");
        Transcript transcript = transcript(Level.NORMAL).logTo(file);
        transcript.close();
        transcript.close();

        transcript.line("after");
        transcript.message("sent", "msg4", "00");

        assertThat(shown()).containsExactly("after");
        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void keepsLoggingAfterHalfACharacter() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            transcript.line("half \ud83d a character");
            transcript.line("after");
        }

        assertThat(Files.readAllLines(file))
                .containsExactly("Nov 05 2026 18:06:03 half ? a character", "Nov 05 2026 18:06:03 after");
        assertThat(shown()).containsExactly("half ? a character", "after");
    }

    @Test
    void keepsTheLinesOfManyThreadsWhole() throws Exception {
        Path file = folder.resolve("sp.log");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            for (int i = 0; i < 8; i++) {
                String line = String.valueOf((char) ('a' + i)).repeat(200);
                threads.execute(() -> {
                    for (int n = 0; n < 50; n++) {
                        transcript.line(line);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(600, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(shown()).hasSize(400).allMatch(line -> line.matches("(.)\\1{199}"));
        assertThat(Files.readAllLines(file))
                .hasSize(400)
                .allMatch(line -> line.matches("Nov 05 2026 18:06:03 (.)\\1{199}"));
    }

    @Test
    void keepsTheLinesOfEachSessionTogetherAndTagsThem() throws IOException {
        Path file = folder.resolve("sp.log");
        try (Transcript transcript = transcript(Level.NORMAL).logTo(file)) {
            Transcript first = transcript.ofSession("1 192.0.2.1");
            Transcript second = transcript.ofSession("2 192.0.2.2\u0007");
            first.line("one");
            second.line("two");
            first.heading(Level.NORMAL, "Msg2 Details");
            first.message("sent", "msg2", "0102");
            transcript.line("of nobody");
            second.close();
            first.close();
        }

        String stamp = "Nov 05 2026 18:06:03 ";
        assertThat(shown())
                .containsExactly(
                        "of nobody",
                        "[2 192.0.2.2?] two",
                        "[1 192.0.2.1] one",
                        "",
                        "[1 192.0.2.1] ---- Msg2 Details " + "-".repeat(58));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        stamp + "of nobody",
                        stamp + "[2 192.0.2.2?] two",
                        stamp + "[1 192.0.2.1] one",
                        "",
                        "[1 192.0.2.1] ---- Msg2 Details " + "-".repeat(58),
                        stamp + "[1 192.0.2.1] sent msg2: 0102");
    }

    @Test
    void keepsNoMoreThanSomeMebibytesOfAllSessions() {
        Transcript transcript = transcript(Level.NORMAL);
        Transcript first = transcript.ofSession("1");
        Transcript second = transcript.ofSession("2");
        String mebibyte = "x".repeat(1 << 20);
        first.line("begin");
        for (int i = 0; i < 7; i++) {
            first.line(mebibyte);
        }
        assertThat(shown()).isEmpty();
        second.line(mebibyte);

        assertThat(shown()).containsExactly("[2] " + mebibyte);
        first.close();
        assertThat(shown()).hasSize(9);
    }
}
