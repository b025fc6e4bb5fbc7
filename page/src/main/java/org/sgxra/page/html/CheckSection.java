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
        groups(out);
        out.close().line();
    }

    /** The checks after each message or answer, numbered through. */
    private void groups(Html out) {
        String cause = "";
        String shown = null;
        int number = 0;
        for (Step step : session.steps()) {
            if (step instanceof Step.Sent sent) {
                cause = "After " + sent.message().name();
            } else if (step instanceof Step.Service service && service.isAnswer()) {
                cause = "After the answer: " + Texts.shortened(service.what(), 100);
            } else if (step instanceof Step.Compared check) {
                number++;
                if (!cause.equals(shown)) {
                    if (shown != null) {
                        out.close();
                    }
                    if (!cause.isEmpty()) {
                        out.element("h3", cause);
                    }
                    out.open("ol", "class", "checks", "start", "" + number);
                    shown = cause;
                }
                check(out, check);
            }
        }
        if (shown != null) {
            out.close();
        }
    }

    private static void check(Html out, Step.Compared check) {
        out.open("li", "id", check.id(), "class", check.passed() ? "good" : "bad", "tabindex", "-1");
        out.open("details", "open", check.passed() ? null : "");
        out.open("summary");
        out.element("b", check.passed() ? "✓ passed" : "✗ failed").text(" ");
        out.element("code", Texts.shortened(check.check(), MAX_VALUE));
        out.element("small", " by the " + check.by().title());
        String purpose = CheckGuide.of(check.check()).purpose();
        out.text(" ")
                .element("span", check.passed() ? purpose : "What it would have shown: " + purpose, "class", "why");
        out.close();
        compared(out, check);
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
