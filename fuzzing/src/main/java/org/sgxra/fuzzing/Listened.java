package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Function;
import org.sgxra.runtime.event.JsonLines;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** A session that is listened to by all who can: what they write must be text for people, whatever a peer sent. */
final class Listened {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Transcript transcript =
            new Transcript(new PrintStream(written, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());
    private final SessionListener all;
    private Throwable internal;

    /** @param people makes the transcript of this kind of session */
    Listened(String role, Function<Transcript, SessionListener> people) {
        JsonLines json = new JsonLines(lines, Clock.systemUTC(), false, () -> "0", warning -> {});
        all = SessionListener.all(people.apply(transcript), json.session(role, "peer"), this::note);
    }

    /** What the session tells. */
    SessionListener events() {
        return all;
    }

    private void note(SessionEvent event) {
        if (event instanceof SessionFailed failed && failed.cause() instanceof RuntimeException fault) {
            internal = fault;
        }
    }

    /** Ends it, and looks at all that was written. */
    void check() {
        transcript.close();
        if (internal != null) {
            throw new AssertionError("the session ends with an internal error: " + internal, internal);
        }
        require(isText(written.toByteArray()), "a control character in the transcript");
        require(isText(lines.toByteArray()), "a control character in the events");
    }

    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\t' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
