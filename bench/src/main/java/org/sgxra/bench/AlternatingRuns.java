package org.sgxra.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Several ways to do something, one batch of each in turn, so that other work on the machine slows all of them. Figures are
 * microseconds of the calling thread's CPU for one operation.
 */
final class AlternatingRuns {
    /** One operation; false if it went wrong. */
    interface Trial {
        boolean isGood();
    }

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, IntUnaryOperator> contenders;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private final int batch;

    /**
     * @param contenders each does something so many times, and tells how often it went well
     * @param batch how many times
     */
    AlternatingRuns(Map<String, IntUnaryOperator> contenders, int batch) {
        this.contenders = contenders;
        this.batch = batch;
        forget();
    }

    /** Forgets what was measured so far: it was for warming up. */
    void forget() {
        contenders.keySet().forEach(name -> micros.put(name, new ArrayList<>()));
    }

    /** Runs a batch of each, several times. */
    void run(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, IntUnaryOperator> contender : contenders.entrySet()) {
                long before = threads.getCurrentThreadCpuTime();
                int good = contender.getValue().applyAsInt(batch);
                double nanos = threads.getCurrentThreadCpuTime() - before;
                if (good != batch) {
                    throw new IOException(contender.getKey() + " did well " + good + " times of " + batch);
                }
                micros.get(contender.getKey()).add(nanos / 1000 / batch);
            }
        }
    }

    /** Warms up, then measures. */
    void run(int warmUp, int rounds, Progress progress) throws IOException {
        progress.line("warms up");
        run(warmUp);
        forget();
        progress.line("measures");
        run(rounds);
    }

    /** Median and fastest of each, in microseconds, and the ratio to one of them. */
    Table table(String title, String names, String ratios, String reference) {
        Table table = Table.of(
                title,
                Table.Column.text(names),
                new Table.Column("median", "us", 1),
                new Table.Column("fastest", "us", 1),
                new Table.Column(ratios, "", 2));
        medians().forEach((name, median) -> table.add(name, median, fastest(name), ratio(name, reference)));
        return table;
    }

    /** The median of each. */
    Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        micros.forEach((name, all) -> medians.put(name, Medians.of(all)));
        return medians;
    }

    private double fastest(String name) {
        return micros.get(name).stream().mapToDouble(d -> d).min().orElseThrow();
    }

    /** The median of the ratios of batches that ran one after the other. */
    double ratio(String name, String reference) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < micros.get(name).size(); i++) {
            ratios.add(micros.get(name).get(i) / micros.get(reference).get(i));
        }
        return Medians.of(ratios);
    }

    /** Does one operation after the other. */
    static IntUnaryOperator repeating(Trial trial) {
        return times -> {
            int good = 0;
            for (int i = 0; i < times; i++) {
                good += trial.isGood() ? 1 : 0;
            }
            return good;
        };
    }
}
