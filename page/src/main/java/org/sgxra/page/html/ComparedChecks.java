package org.sgxra.page.html;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** The checks of two sessions: how each ended, and what was asked for where that differs. */
final class ComparedChecks {
    private static final Set<String> POLICY = Set.of(
            "mrsigner",
            "mrenclave",
            "product-id",
            "isv-svn",
            "debug",
            "platform-status",
            "advisories",
            "tcb-evaluation-data-number");
    private static final int MAX_VALUE = 200;

    private final Map<String, Step.Compared> one;
    private final Map<String, Step.Compared> other;

    ComparedChecks(RecordedSession one, RecordedSession other) {
        this.one = named(one);
        this.other = named(other);
    }

    private static Map<String, Step.Compared> named(RecordedSession session) {
        Map<String, Step.Compared> named = new LinkedHashMap<>();
        session.checks().forEach(check -> named.putIfAbsent(check.check(), check));
        return named;
    }

    void write(Html out) {
        out.open("section", "id", "checks", "aria-labelledby", "checks-h");
        out.element("h2", "Checks", "id", "checks-h");
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        if (names.isEmpty()) {
            out.element("p", "Messages alone do not say what was checked: files of --events do (docs/events.md).");
            out.close().line();
            return;
        }
        ComparedRows.begin(out, "checks of both sessions", "check", "what differs");
        for (String name : names) {
            ComparedRows.row(out, Texts.shortened(name, MAX_VALUE));
            outcome(out, one.get(name));
            outcome(out, other.get(name));
            out.open("td");
            difference(out, name);
            out.close(2).line();
        }
        out.close(4).line();
    }

    private static void outcome(Html out, Step.Compared check) {
        if (check == null) {
            out.element("td", "not made");
        } else {
            out.element("td", check.passed() ? "✓ passed" : "✗ failed", "class", check.passed() ? "good" : "bad");
        }
    }

    private void difference(Html out, String name) {
        Step.Compared first = one.get(name);
        Step.Compared second = other.get(name);
        if (first == null || second == null) {
            out.text("The other session had ended, or asks for nothing here.");
        } else if (POLICY.contains(name) && !first.expected().equals(second.expected())) {
            out.text("Another policy: ").element("code", Texts.shortened(first.expected(), MAX_VALUE));
            out.text(" was asked for, then ")
                    .element("code", Texts.shortened(second.expected(), MAX_VALUE))
                    .text(".");
        } else if (POLICY.contains(name)
                && first.actual().equals(second.actual())
                && first.passed() != second.passed()) {
            out.text("Another policy: ").element("code", Texts.shortened(first.actual(), MAX_VALUE));
            out.text(" is accepted by one of them alone.");
        } else if (!first.actual().equals(second.actual())) {
            out.text("Found: ").element("code", Texts.shortened(first.actual(), MAX_VALUE));
            out.text(", then ")
                    .element("code", Texts.shortened(second.actual(), MAX_VALUE))
                    .text(".");
        } else {
            out.text(first.expected().equals(second.expected()) ? "nothing" : "what was expected");
        }
    }
}
