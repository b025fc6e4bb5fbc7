package org.sgxra.runtime.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    private final ByteArrayOutputStream people = new ByteArrayOutputStream();

    private Transcript transcript(Level level) {
        return new Transcript(new PrintStream(people, true, StandardCharsets.UTF_8), level, Clock.systemUTC());
    }

    private List<String> shown() {
        return people.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void fillsHeadingsTo76Columns() {
        Transcript transcript = transcript(Level.NORMAL);

        transcript.heading(Level.NORMAL, "Copy/Paste Msg0||Msg1 Below to SP");
        transcript.divider(Level.NORMAL);

        assertThat(shown())
                .containsExactly(
                        "",
                        "---- Copy/Paste Msg0||Msg1 Below to SP -------------------------------------",
                        "-".repeat(76));
        assertThat(shown().get(1)).hasSize(76);
    }

    @ParameterizedTest
    @CsvSource({
        "Msg1 Details, ---- Msg1 Details ----------------------------------------------------------",
        "Report Signature, ---- Report Signature ------------------------------------------------------",
        "Enclave Trust Status from Service Provider, ---- Enclave Trust Status from Service Provider ----------------------------",
        "IAS Report - JSON - Required Fields, ---- IAS Report - JSON - Required Fields -----------------------------------"
    })
    void writesTheHeadingsOfTheSampleSession(String heading, String line) {
        transcript(Level.NORMAL).heading(Level.NORMAL, heading);

        assertThat(shown()).containsExactly("", line);
    }

    /** Each write is a call of the system, which an attestation has better use for. */
    @Test
    void whileItIsHeldLinesGoOutTogetherBeforeAnythingIsWaitedForOrShownOtherwise() {
        List<String> writes = new ArrayList<>();
        PrintStream counted = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
                    }
                },
                true,
                StandardCharsets.UTF_8);
        Transcript transcript = new Transcript(counted, Level.NORMAL, Clock.systemUTC());
        HexExchangeText exchange = new HexExchangeText(transcript, "Client", "", writes::add);

        transcript.hold();
        transcript.line("first");
        exchange.writeAwaited("msg3");
        assertThat(writes).isEmpty();
        transcript.flush();
        exchange.writeSending("msg4", "0f");
        exchange.writeSent();
        transcript.line("last");
        transcript.release();
        transcript.line("alone");

        assertThat(writes).hasSize(5);
        assertThat(writes.get(0).lines()).containsExactly("first", "Waiting for msg3");
        assertThat(writes.get(1).lines()).hasSize(2).last().asString().startsWith("---- Copy/Paste Msg4");
        assertThat(writes.get(2)).isEqualTo("0f");
        assertThat(writes.get(3).lines()).containsExactly("-".repeat(76), "last");
        assertThat(writes.get(4).lines()).containsExactly("alone");
    }

    /** Of a connection whose server waits for what does not come, too: nobody else writes what it has said. */
    @Test
    void showsWhatIsHeldWithoutAnyoneElseAsking() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        PrintStream told = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        people.write(b);
                        if (b == '\n') {
                            written.countDown();
                        }
                    }
                },
                true,
                StandardCharsets.UTF_8);
        Transcript connection = new Transcript(told, Level.NORMAL, Clock.systemUTC()).ofConnection("127.0.0.1");

        connection.hold();
        connection.line("Waiting for msg3");
        connection.flushSoon();

        assertThat(written.await(600, TimeUnit.SECONDS)).isTrue();
        assertThat(shown()).containsExactly("Waiting for msg3");
    }

    /** What one session writes is not shown again by another that has something to show meanwhile. */
    @Test
    void sessionsShowTheirOwnLinesOnly() {
        List<Transcript> others = new ArrayList<>();
        PrintStream slow = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        for (Transcript other : List.copyOf(others)) {
                            others.clear();
                            other.flush();
                            other.flushShown();
                        }
                        people.write(b);
                    }
                },
                true,
                StandardCharsets.UTF_8);
        Transcript transcript = new Transcript(slow, Level.NORMAL, Clock.systemUTC());
        Transcript session = transcript.ofSession("one");
        others.add(transcript.ofSession("another"));

        session.line("said");
        session.close();

        assertThat(shown()).containsExactly("[one] said");
    }

    @Test
    void keepsLittleWhileItIsHeld() {
        Transcript transcript = transcript(Level.NORMAL);
        transcript.hold();
        transcript.line("x".repeat(10_000));

        assertThat(shown()).containsExactly("x".repeat(10_000));
    }

    @Test
    void endsALongHeadingWithDashesToo() {
        transcript(Level.NORMAL).heading(Level.NORMAL, "x".repeat(90));

        assertThat(shown().get(1)).isEqualTo("---- " + "x".repeat(90) + " ----");
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void showsWhatTheLevelAsksFor(Level level) {
        Transcript transcript = transcript(level);

        transcript.line("line");
        transcript.verbose("verbose");
        transcript.debug("debug");
        transcript.field(4, "name", "value");
        transcript.heading(Level.VERBOSE, "Heading");
        transcript.divider(Level.VERBOSE);
        transcript.text(Level.DEBUG, "text");

        List<String> expected = new ArrayList<>(List.of("line"));
        String heading = "---- Heading " + "-".repeat(63);
        switch (level) {
            case NORMAL -> {}
            case VERBOSE -> expected.addAll(List.of("verbose", "name = value", "", heading, "-".repeat(76)));
            case DEBUG ->
                expected.addAll(List.of("verbose", "+++ debug", "name = value", "", heading, "-".repeat(76), "text"));
        }
        assertThat(shown()).isEqualTo(expected);
        assertThat(transcript.level()).isEqualTo(level);
        assertThat(transcript.shows(Level.VERBOSE)).isEqualTo(level != Level.NORMAL);
    }

    @Test
    void alignsTheValuesOfFields() {
        Transcript transcript = transcript(Level.VERBOSE);

        transcript.field(16, "msg2.g_b.gx", "fa45");
        transcript.field(16, "msg2.sig_rl_size", 0);
        transcript.field(16, "a name that is longer", "x");
        transcript.field(1, "percent", "100% %s");

        assertThat(shown())
                .containsExactly(
                        "msg2.g_b.gx      = fa45",
                        "msg2.sig_rl_size = 0",
                        "a name that is longer = x",
                        "percent = 100% %s");
    }

    @Test
    void showsControlCharactersOfAPeerAsQuestionMarks() {
        Transcript transcript = transcript(Level.DEBUG);

        transcript.line("a\u001b[2Jb\rc\nd\u0000e\u007ff\u009bg");
        transcript.verbose("tab\tstays, so do \u00e9 \u20ac \ud83d\ude00");
        transcript.debug("\u0007");
        transcript.field(1, "n\u001b", "v\u0008");
        transcript.heading(Level.NORMAL, "h\u001b");
        transcript.text(Level.NORMAL, "one\ntwo\u001b\r\nthree");

        assertThat(shown())
                .containsExactly(
                        "a?[2Jb?c?d?e?f?g",
                        "tab\tstays, so do \u00e9 \u20ac \ud83d\ude00",
                        "+++ ?",
                        "n? = v?",
                        "",
                        "---- h? " + "-".repeat(68),
                        "one",
                        "two?",
                        "three");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202e, 0x2066, 0x200b, 0xfeff, 0x2028, 0x2029, 0x85})
    void showsNothingThatChangesTheDirectionOrEndsALine(int character) {
        transcript(Level.NORMAL).line("a" + Character.toString(character) + "b");

        assertThat(shown()).containsExactly("a?b");
    }
}
