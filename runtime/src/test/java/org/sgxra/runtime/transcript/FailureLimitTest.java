package org.sgxra.runtime.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many sessions without a verdict a transcript tells of: here three in a minute. */
class FailureLimitTest {
    private static final String FULL =
            "warning: 3 sessions ended without a verdict in less than a minute; until it is over"
                    + " the others are counted only";

    private final ByteArrayOutputStream people = new ByteArrayOutputStream();
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
    private final Transcript transcript = new Transcript(
                    new PrintStream(people, true, StandardCharsets.UTF_8), Level.NORMAL, Clock.systemUTC())
            .limitFailures(3, time::get);

    /** Of sessions side by side, or one after the other. */
    private Function<String, Transcript> sessions(boolean sideBySide) {
        return sideBySide ? transcript::ofSession : transcript::ofConnection;
    }

    private List<String> shown() {
        List<String> lines = people.toString(StandardCharsets.UTF_8).lines().toList();
        people.reset();
        return lines.stream().map(line -> line.replaceFirst("^\\[.*?\\] ", "")).toList();
    }

    private static void session(Transcript session, String line, boolean concluded) {
        session.hold();
        session.line(line);
        if (concluded) {
            session.conclude();
        }
        session.release();
        session.line("end");
        session.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsTheSessionsWithoutAVerdictThatAreTooMany(boolean sideBySide) {
        Function<String, Transcript> sessions = sessions(sideBySide);
        for (int i = 1; i <= 3; i++) {
            session(sessions.apply("192.0.2." + i), "junk " + i, false);
        }
        assertThat(transcript.countsFailures()).isTrue();
        session(sessions.apply("192.0.2.4"), "junk 4", false);
        session(sessions.apply("192.0.2.5"), "good", true);
        session(sessions.apply("192.0.2.6"), "junk 5", false);
        assertThat(shown()).containsExactly("junk 1", "end", "junk 2", "end", "junk 3", "end", FULL, "good", "end");

        time.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(transcript.countsFailures()).isFalse();
        session(sessions.apply("192.0.2.7"), "junk 6", false);
        assertThat(shown())
                .containsExactlyInAnyOrder(
                        "junk 6", "end", "2 more sessions ended without a verdict, the last one with 192.0.2.6");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionsWithAVerdictDoNotCount(boolean sideBySide) {
        Function<String, Transcript> sessions = sessions(sideBySide);
        for (int i = 0; i < 10; i++) {
            session(sessions.apply("192.0.2.1"), "good", true);
        }
        assertThat(transcript.countsFailures()).isFalse();
        assertThat(shown()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusalsCountAndTheEndTellsOfTheRest(int more) {
        for (int i = 0; i < 3 + more; i++) {
            transcript.refusal("connection refused");
        }
        assertThat(shown()).containsExactly("connection refused", "connection refused", "connection refused", FULL);
        transcript.line("told by nobody's session");
        transcript.close();
        assertThat(shown())
                .containsExactly(
                        "told by nobody's session",
                        more == 1
                                ? "1 more session ended without a verdict"
                                : "2 more sessions ended without a verdict");
    }
}
