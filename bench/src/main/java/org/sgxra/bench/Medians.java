package org.sgxra.bench;

import java.util.Collection;
import java.util.List;

/** Ranks in a set of figures. */
final class Medians {
    private Medians() {}

    /** The middle one, or the mean of the two in the middle. */
    static double of(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
