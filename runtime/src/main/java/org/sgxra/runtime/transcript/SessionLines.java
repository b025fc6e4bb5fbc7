package org.sgxra.runtime.transcript;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.runtime.net.ByteBudget;

/** Keeps the lines of one session until its end, so that they are not mixed with those of others. */
final class SessionLines implements Transcript.Lines {
    private static final int OVERHEAD = 64;

    private record Line(boolean shown, String stamp, String text) {}

    private final Transcript target;
    private final ByteBudget budget;
    private final List<Line> lines = new ArrayList<>();
    private int counted;

    /**
     * @param target where they are written to in the end
     * @param budget for the bytes that all sessions keep
     */
    SessionLines(Transcript target, ByteBudget budget) {
        this.target = target;
        this.budget = budget;
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
        target.writeTogether(out -> lines.forEach(line -> out.put(line.shown(), line.stamp(), line.text())));
        lines.clear();
        budget.give(counted);
        counted = 0;
    }

    @Override
    public void show() {
        // At the end, with the rest.
    }

    @Override
    public synchronized void close() {
        write();
    }
}
