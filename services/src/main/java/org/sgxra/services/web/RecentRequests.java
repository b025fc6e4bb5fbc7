package org.sgxra.services.web;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Request;

/** The last requests, for the page. Queries, headers and bodies, in which identities and keys are, are not kept. For use by many threads. */
public final class RecentRequests {
    private static final int MOST = 20;
    private static final int MAX_PATH = 120;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * A request with its answer.
     *
     * @param path cut off after {@value #MAX_PATH} characters
     * @param reason why it was refused; empty if it was not
     */
    record Entry(Instant time, String method, String path, int status, String reason) {}

    /** Adds one; the oldest of more than {@value #MOST} is forgotten. */
    public synchronized void add(Request request, Answer answer) {
        String path = request.path();
        entries.addFirst(new Entry(
                Instant.now(),
                request.method(),
                path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "…" : path,
                answer.status(),
                answer.reason()));
        if (entries.size() > MOST) {
            entries.removeLast();
        }
    }

    /** The newest first. */
    synchronized List<Entry> newestFirst() {
        return List.copyOf(entries);
    }
}
