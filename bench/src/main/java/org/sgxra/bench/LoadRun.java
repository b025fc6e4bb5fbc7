package org.sgxra.bench;

import java.util.Arrays;

/**
 * What clients saw.
 *
 * @param seconds from the first to the last of them
 * @param sortedMillis how long each attestation took, ascending; with an offered rate from the moment it was due
 */
record LoadRun(double seconds, double[] sortedMillis) {
    /** Sorts the times. */
    static LoadRun of(double seconds, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new LoadRun(seconds, sorted);
    }

    int count() {
        return sortedMillis.length;
    }

    /** Attestations a second. */
    double rate() {
        return count() / seconds;
    }

    /** The time that this share of all attestations did not exceed, by the nearest rank. */
    double percentile(double share) {
        int rank = (int) Math.ceil(share * count());
        return sortedMillis[Math.max(1, rank) - 1];
    }
}
