package org.sgxra.page.html;

import java.util.List;

/** The form of tables that have both sessions side by side. */
final class ComparedRows {
    private ComparedRows() {}

    /**
     * Begins the table, of which what surrounds it, the table and its body stay open.
     *
     * @param label of all of it, for who does not see it
     * @param what heading of the first column
     * @param difference heading of the last one
     */
    static void begin(Html out, String label, String what, String difference) {
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        out.open("table", "class", "compared").open("thead").open("tr");
        for (String heading : List.of(what, "first session", "second session", difference)) {
            out.element("th", heading, "scope", "col");
        }
        out.close(2).open("tbody");
    }

    /** Begins a row with its name, and leaves it open. */
    static void row(Html out, String name) {
        out.open("tr").open("th", "scope", "row").element("code", name).close();
    }
}
