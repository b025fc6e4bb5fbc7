package org.sgxra.testdata.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Waits until what belongs to objects that nobody has any more is let go: an agent's connections and threads. */
    public void collect() throws InterruptedException {
        Footprint allowed = new Footprint(before.descriptors(), before.threads() + later);
        for (int i = 0; i < 100 && !Footprint.now().isWithin(allowed); i++) {
            System.gc();
            Thread.sleep(100);
        }
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
     * Prints the counts, and adds them to those of the other suites. What is held is looked at if the run was {@link #settled}.
     *
     * @throws AssertionError if something was not as it must be
     */
    public void finish() throws InterruptedException, IOException {
        String counts = String.format(
                Locale.ROOT,
                "%s: hostile inputs: %d, kinds: %d, crashes %d, disturbed neighbours %d",
                target,
                inputs(),
                kinds.size(),
                crashes.size(),
                disturbed.size());
        String leaked = "-\t-";
        boolean within = true;
        if (before != null) {
            Footprint allowed = new Footprint(before.descriptors(), before.threads() + later);
            Footprint after = allowed.awaitNoMore();
            within = after.isWithin(allowed);
            leaked = Math.max(0, after.descriptors() - allowed.descriptors()) + "\t"
                    + Math.max(0, after.threads() - allowed.threads());
            counts += String.format(
                    Locale.ROOT,
                    ", descriptors %d/%d, threads %d/%d",
                    before.descriptors(),
                    after.descriptors(),
                    before.threads(),
                    after.threads());
        }
        System.out.println(counts);
        kinds.forEach((kind, count) -> System.out.println("  " + count + " " + kind));
        record(leaked);
        if (!crashes.isEmpty() || !disturbed.isEmpty() || !within) {
            throw new AssertionError(counts + "\n" + first(crashes) + "\n" + first(disturbed));
        }
    }

    /**
     * Appends to {@code target/hostile/counts} of the checkout, from which {@code .ci/hostile} makes one table: a line of tabs for each
     * kind of input, then one for what must be 0; {@code -} is what was not looked at.
     */
    private void record(String leaked) throws IOException {
        StringBuilder lines = new StringBuilder();
        kinds.forEach((kind, count) -> lines.append(String.join("\t", "kind", target, kind, count + "\n")));
        lines.append(String.join(
                "\t",
                "suite",
                target,
                String.valueOf(crashes.size()),
                String.valueOf(disturbed.size()),
                leaked + "\n"));
        Path module = Path.of("").toAbsolutePath();
        Path checkout = Files.exists(module.resolve(".ci")) ? module : module.getParent();
        Path folder = Files.createDirectories(checkout.resolve("target").resolve("hostile"));
        Files.writeString(
                folder.resolve("counts"),
                lines,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String first(List<String> texts) {
        return String.join("\n", texts.subList(0, Math.min(20, texts.size())));
    }
}
