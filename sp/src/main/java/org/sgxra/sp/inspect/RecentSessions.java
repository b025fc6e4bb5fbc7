package org.sgxra.sp.inspect;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.html.SessionListPage.Entry;
import org.sgxra.runtime.event.JsonLines;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;

/**
 * What the last sessions of a server emitted, as lines of docs/events.md without secrets. Of a session that says more than
 * {@link #MAX_SESSION} bytes the rest is left out; together they have at most {@link #MAX_ALL}, for which the oldest go. Safe for use
 * by many threads.
 */
final class RecentSessions {
    /** An eighth of the heap, at most 64 MiB. */
    static final int MAX_ALL = (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8);

    /** More than a session with messages of 1 MiB, where the heap has room for it. */
    static final int MAX_SESSION = Math.min(16 << 20, MAX_ALL / 2);

    private final Clock clock;
    private final int limit;
    private final Deque<Session> sessions = new ArrayDeque<>();
    private int all;
    private int count;

    /** @param limit how many sessions are kept; 1 at least */
    RecentSessions(Clock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** The listener of a new session. */
    synchronized SessionListener begin(String peer) {
        Session session = new Session(++count, peer, clock.instant());
        sessions.addLast(session);
        if (sessions.size() > limit) {
            forgetOldest();
        }
        return session;
    }

    private void forgetOldest() {
        Session oldest = sessions.removeFirst();
        all -= oldest.lines.size();
        oldest.isKept = false;
        // Its connection may last, and nobody counts its bytes any more.
        oldest.lines = new ByteArrayOutputStream(0);
    }

    /** What can be listed of the sessions that are kept, the newest first. */
    synchronized List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        sessions.descendingIterator()
                .forEachRemaining(session ->
                        entries.add(new Entry(session.number, session.start, session.peer, session.outcome)));
        return entries;
    }

    /** The lines of a session, if it is kept. */
    synchronized Optional<ByteString> lines(int number) {
        return sessions.stream()
                .filter(session -> session.number == number)
                .findFirst()
                .map(session -> ByteString.of(session.lines.toByteArray()));
    }

    /** A session and its lines. */
    private final class Session extends OutputStream implements SessionListener {
        private final int number;
        private final String peer;
        private final Instant start;
        private ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private final SessionListener writer;
        private String outcome = "";
        private boolean isKept = true;

        Session(int number, String peer, Instant start) {
            this.number = number;
            this.peer = peer;
            this.start = start;
            this.writer = new JsonLines(this, clock, false, () -> Integer.toString(number), warning -> {})
                    .session("sp", peer);
        }

        @Override
        public boolean shows(Level level) {
            return level != Level.DEBUG;
        }

        @Override
        public void on(SessionEvent event) {
            writer.on(event);
            if (event instanceof VerdictReached verdict) {
                conclude(verdict.status().name());
            } else if (event instanceof SessionFailed) {
                conclude("failed");
            }
        }

        private void conclude(String word) {
            synchronized (RecentSessions.this) {
                outcome = word;
            }
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (RecentSessions.this) {
                if (!isKept || lines.size() + length > MAX_SESSION) {
                    return;
                }
                lines.write(bytes, offset, length);
                all += length;
                while (all > MAX_ALL && sessions.size() > 1) {
                    forgetOldest();
                }
            }
        }
    }
}
