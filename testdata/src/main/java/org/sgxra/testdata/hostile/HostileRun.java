package org.sgxra.testdata.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what one program was given by hostile peers, and what must not come of it. For one thread. */
public final class HostileRun {
    private final String target;
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final List<String> crashes = new ArrayList<>();
    private final List<String> disturbed = new ArrayList<>();
    private Footprint before;
    private int later;

    /** @param target the program, for people */
    public HostileRun(String target) {
        this.target = target;
    }

    /**
     * Says that everything is there that stays: from now on nothing more may be held.
     *
     * @param threads that are still to be started when there is enough to do, and stay
     */
    public void settled(int threads) {
        before = Footprint.now();
        later = threads;
    }

    /** An input was given. */
    public void input(String kind) {
        kinds.merge(kind, 1, Integer::sum);
    }

    /** The program failed in a way that no input should bring about. */
    public void crash(String what) {
        crashes.add(what);
    }

    /** Looks at a line of its log. */
    public void read(String line) {
        if (line.contains("internal error") || line.contains("NullPointer") || line.contains("\tat ")) {
            crash(line);
        }
    }

    /** Another peer, which did nothing wrong. */
    public interface Neighbour {
        void run() throws Exception;
    }

    /** Has a good neighbour served; whatever keeps it from that counts. */
    public void serves(String after, Neighbour neighbour) {
        try {
            neighbour.run();
        } catch (Exception | AssertionError e) {
            disturbed.add("after " + after + ": " + e);
        }
    }

    /** How many inputs there were. */
    public int inputs() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many kinds of inputs there were. */
    public int kinds() {
        return kinds.size();
    }

    /**
     * Prints the counts.
     *
     * @throws AssertionError if something was not as it must be
     */
    public void finish() throws InterruptedException {
        Footprint allowed = new Footprint(before.descriptors(), before.threads() + later);
        Footprint after = allowed.awaitNoMore();
        String counts = String.format(
                Locale.ROOT,
                "%s: hostile inputs: %d, kinds: %d, crashes %d, disturbed neighbours %d, descriptors %d/%d, threads %d/%d",
                target,
                inputs(),
                kinds.size(),
                crashes.size(),
                disturbed.size(),
                before.descriptors(),
                after.descriptors(),
                before.threads(),
                after.threads());
        System.out.println(counts);
        kinds.forEach((kind, count) -> System.out.println("  " + count + " " + kind));
        if (!crashes.isEmpty() || !disturbed.isEmpty() || !after.isWithin(allowed)) {
            throw new AssertionError(counts + "\n" + first(crashes) + "\n" + first(disturbed));
        }
    }

    private static String first(List<String> texts) {
        return String.join("\n", texts.subList(0, Math.min(20, texts.size())));
    }
}
