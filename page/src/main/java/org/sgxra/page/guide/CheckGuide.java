package org.sgxra.page.guide;

import java.util.Optional;

/**
 * What a check protects from, and what to do where it fails.
 *
 * @param purpose what passing it means, a sentence
 * @param cause why it usually fails
 * @param remedy what to do then
 */
public record CheckGuide(String purpose, String cause, String remedy) {
    private static final GuideTable CHECKS = GuideTable.read("checks.tsv", 4, false);
    private static final GuideTable FAILURES = GuideTable.read("failures.tsv", 2, false);

    /** Of a check by its name in docs/events.md; empty texts for one that is not known. */
    public static CheckGuide of(String check) {
        return CHECKS.find(check)
                .map(row -> new CheckGuide(row.get(1), row.get(2), row.get(3)))
                .orElse(new CheckGuide("", "", ""));
    }

    /** What to do about a session that failed for a cause of docs/events.md. */
    public static Optional<String> remedyOf(String cause) {
        return FAILURES.find(cause).map(row -> row.get(1));
    }
}
