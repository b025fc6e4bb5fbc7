package org.sgxra.page.html;

import java.util.Optional;
import org.sgxra.page.guide.CheckGuide;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** All checks in their order, with what was compared. */
final class CheckSection {
    private static final int MAX_VALUE = 2000;

    private final RecordedSession session;

    CheckSection(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        out.open("section", "id", "checks", "aria-labelledby", "checks-h");
        out.element("h2", "Checks, in the order in which they were made", "id", "checks-h");
        if (session.checks().isEmpty()) {
            out.element(
                    "p",
                    session.hasEvents()
                            ? "None was made."
                            : "Messages alone do not say what was checked: files of --events do (docs/events.md)."
                                    + " The command sgx-ra replay makes the checks again.");
        }
        policy(out);
        out.open("ol", "class", "checks");
        for (Step.Compared check : session.checks()) {
            out.open("li", "id", check.id(), "class", check.passed() ? "good" : "bad", "tabindex", "-1");
            out.open("details", "open", check.passed() ? null : "");
            out.open("summary");
            out.element("b", check.passed() ? "✓ passed" : "✗ failed").text(" ");
            out.element("code", Texts.shortened(check.check(), MAX_VALUE));
            out.element("small", " by the " + check.by().title());
            out.close();
            String purpose = CheckGuide.of(check.check()).purpose();
            out.element("p", check.passed() ? purpose : "What it would have shown: " + purpose);
            compared(out, check);
            out.close(2).line();
        }
        out.close(2).line();
    }

    private void policy(Html out) {
        Optional<RecordedEvent> policy = session.event("policy");
        if (policy.isPresent()) {
            new PolicyList(policy.get()).write(out);
        } else if (session.event("verdict-reached").isPresent()) {
            out.element(
                    "p",
                    "The recording does not hold the policy, as those of earlier versions do not: whether it accepts the"
                            + " platform cannot be checked again.");
        }
    }

    /** What should have been and what was. */
    static void compared(Html out, Step.Compared check) {
        out.open("dl", "class", "compared");
        out.element("dt", "expected")
                .open("dd")
                .element("code", Texts.shortened(check.expected(), MAX_VALUE))
                .close();
        out.element("dt", "found")
                .open("dd")
                .element("code", Texts.shortened(check.actual(), MAX_VALUE))
                .close();
        out.close();
    }
}
