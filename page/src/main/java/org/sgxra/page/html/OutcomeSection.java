package org.sgxra.page.html;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.field.Field;
import org.sgxra.page.guide.CheckGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** How the session ended; where it failed, why, and what to do: the page begins with it. */
final class OutcomeSection {
    private static final int MAX_LINE = 2000;

    private final RecordedSession session;

    OutcomeSection(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        Optional<Step.Verdict> verdict = verdict();
        String word = verdict.map(Step.Verdict::verdict).or(this::statusOfMsg4).orElse("");
        boolean failed = !session.steps(Step.Failed.class).isEmpty();
        boolean trusted = !failed && word.startsWith("TRUSTED");
        String kind = trusted ? "good" : word.isEmpty() && !failed ? "open" : "bad";
        out.open("section", "id", "outcome", "class", "outcome " + kind, "aria-labelledby", "outcome-h");
        out.element("h2", headline(word, failed), "id", "outcome-h");
        verdict.map(Step.Verdict::event).ifPresent(event -> {
            event.find("platformStatus")
                    .ifPresent(
                            status -> out.element("p", "The platform's status: " + Texts.shortened(status, MAX_LINE)));
            lines(out, "What the policy does not accept", event.texts("violations"));
            lines(out, "What to do about the platform", event.texts("advice"));
            if (event.flag("toleratesDebug")) {
                out.element("p", "It is a debug enclave, which the policy accepts: a debugger can read and change it.");
            }
        });
        failures(out);
        failedChecks(out);
        out.close().line();
    }

    /** The service provider's, if it is known: the client repeats it. */
    private Optional<Step.Verdict> verdict() {
        List<Step.Verdict> verdicts = session.steps(Step.Verdict.class);
        return verdicts.stream()
                .filter(verdict -> verdict.by() == Party.SERVICE_PROVIDER)
                .findFirst()
                .or(() -> verdicts.stream().findFirst());
    }

    private Optional<String> statusOfMsg4() {
        return session.structure("msg4")
                .map(Message::structure)
                .map(fields -> fields.field("msg4.status"))
                .map(Field::text)
                .map(text -> switch (text.substring(0, 1)) {
                    case "3" -> "TRUSTED";
                    case "2" -> "TRUSTED_ITS_COMPLICATED";
                    case "1" -> "NOT_TRUSTED_ITS_COMPLICATED";
                    default -> "NOT_TRUSTED";
                });
    }

    private String headline(String word, boolean failed) {
        if (failed) {
            return "The session failed" + (word.isEmpty() ? "" : " after the verdict " + word);
        }
        return switch (word) {
            case "TRUSTED" -> "The enclave is trusted";
            case "TRUSTED_ITS_COMPLICATED" -> "The enclave is trusted, but it is complicated";
            case "NOT_TRUSTED" -> "The enclave is not trusted";
            case "NOT_TRUSTED_ITS_COMPLICATED" -> "The enclave is not trusted, and it is complicated";
            case "" -> "No verdict is recorded";
            default -> Texts.shortened(word, MAX_LINE);
        };
    }

    private static void lines(Html out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.element("h3", title).open("ul");
            lines.forEach(line -> out.element("li", Texts.shortened(line, MAX_LINE)));
            out.close();
        }
    }

    private void failures(Html out) {
        for (Step.Failed failure : session.steps(Step.Failed.class)) {
            out.open("p").element("strong", "Reason, as the " + failure.by().title() + " noted it: ");
            out.text(Texts.shortened(failure.reason(), MAX_LINE)).close();
            // A check that failed says it better.
            CheckGuide.remedyOf(failure.cause())
                    .filter(remedy -> session.checks().stream().allMatch(Step.Compared::passed))
                    .ifPresent(remedy -> out.open("p")
                            .element("strong", "What to do: ")
                            .text(remedy)
                            .close());
        }
    }

    private void failedChecks(Html out) {
        for (Step.Compared check : session.checks()) {
            if (!check.passed()) {
                CheckGuide guide = CheckGuide.of(check.check());
                out.open("div", "class", "failed");
                out.open("h3").text("The check that failed: ");
                out.element("a", check.check(), "href", "#" + check.id()).close();
                CheckSection.compared(out, check);
                out.open("p")
                        .element("strong", "Usual cause: ")
                        .text(guide.cause())
                        .close();
                out.open("p")
                        .element("strong", "What to do: ")
                        .text(guide.remedy())
                        .close();
                out.close();
            }
        }
    }
}
