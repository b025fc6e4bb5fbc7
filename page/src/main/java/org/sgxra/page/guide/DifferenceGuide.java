package org.sgxra.page.guide;

import java.util.Optional;

/** Why a field has another value in another session. */
public final class DifferenceGuide {
    private static final GuideTable TABLE = GuideTable.read("differences.tsv", 2, true);

    private DifferenceGuide() {}

    /** Of a field by its name, for example {@code msg3.mac}: a sentence. */
    public static Optional<String> of(String field) {
        return TABLE.find(field).map(row -> row.get(1));
    }
}
