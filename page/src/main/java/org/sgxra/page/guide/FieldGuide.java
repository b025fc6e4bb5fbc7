package org.sgxra.page.guide;

import java.util.List;
import java.util.Set;

/**
 * What a field is for.
 *
 * @param title its name for people
 * @param purpose a sentence
 * @param source where it is specified
 * @param links what it shares with other fields: fields with a common one belong together, as g_a in msg1 and in msg3
 */
public record FieldGuide(String title, String purpose, String source, Set<String> links) {
    private static final GuideTable TABLE = GuideTable.read("fields.tsv", 5, true);
    private static final FieldGuide UNKNOWN = new FieldGuide("", "", "", Set.of());

    /** Of a field by its name, for example {@code msg3.mac}; empty texts for one that is not known. */
    public static FieldGuide of(String name) {
        return TABLE.find(name)
                .map(row -> new FieldGuide(
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        row.get(4).isEmpty()
                                ? Set.of()
                                : Set.copyOf(List.of(row.get(4).split(" ")))))
                .orElse(UNKNOWN);
    }
}
