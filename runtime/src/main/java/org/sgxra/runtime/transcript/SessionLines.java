package org.sgxra.runtime.transcript;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.runtime.net.ByteBudget;

/**
 * Keeps the lines of one session until its end, so that they are not mixed with those of others. Of one without a verdict they are
 * dropped if there are too many such.
 */
final class SessionLines implements Transcript.Lines {
    private static final int OVERHEAD = 64;

    private record Line(boolean shown, String stamp, String text) {}

    private final Transcript target;
    private final ByteBudget budget;
    private final List<Line> lines = new ArrayList<>();
    private final String peer;
    private int counted;
    /** They are written, whatever comes. */
    private boolean certain;

    /**
     * @param target where they are written to in the end
     * @param budget for the bytes that all sessions keep
     */
    SessionLines(Transcript target, ByteBudget budget, String peer) {
        this.target = target;
        this.budget = budget;
        this.peer = peer;
    }

    @Override
    public synchronized void put(boolean shown, String stamp, String text) {
        lines.add(new Line(shown, stamp, text));
        int size = text.length() + OVERHEAD;
        if (budget.take(size)) {
            counted += size;
        } else {
            write();
        }
    }

    private void write() {
        if (!lines.isEmpty()) {
            certain = certain || target.admits(peer);
        }
        if (certain) {
            target.writeTogether(out -> lines.forEach(line -> out.put(line.shown(), line.stamp(), line.text())));
        }
        lines.clear();
        budget.give(counted);
        counted = 0;
    }

    @Override
    public void show() {
        // At the end, with the rest.
    }

    @Override
    public synchronized void conclude() {
        certain = true;
    }

    @Override
    public synchronized void close() {
        write();
    }
}
