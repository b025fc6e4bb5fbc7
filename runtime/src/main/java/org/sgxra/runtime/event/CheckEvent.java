package org.sgxra.runtime.event;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * Something was compared. A check that fails is followed by the event that says what became of the session.
 *
 * @param name what was checked, words with hyphens (docs/events.md lists them)
 * @param passed the outcome
 * @param expected what should have been; its text is what listeners show
 * @param actual what was found; its text is what listeners show
 */
public record CheckEvent(String name, boolean passed, Object expected, Object actual) implements SessionEvent {
    /** A check for equality. */
    public static CheckEvent equal(String name, Object expected, Object actual) {
        return new CheckEvent(name, expected.equals(actual), expected, actual);
    }

    /** A check of the verifier, if it was made. */
    public static Optional<CheckEvent> of(Check check) {
        boolean made = check.outcome() == Check.Outcome.PASSED || check.failed();
        return made
                ? Optional.of(new CheckEvent(check.name().label(), !check.failed(), check.expected(), check.actual()))
                : Optional.empty();
    }

    /** Tells of those checks of the verifier that were made and have one of these names, in their order. */
    public static void tell(List<Check> checks, Predicate<CheckName> names, SessionListener listener) {
        for (Check check : checks) {
            if (names.test(check.name())) {
                of(check).ifPresent(listener::on);
            }
        }
    }

    @Override
    public String kind() {
        return "check";
    }

    @Override
    public void describe(EventWriter out) {
        out.text("check", name);
        out.flag("passed", passed);
        out.text("expected", String.valueOf(expected));
        out.text("actual", String.valueOf(actual));
    }
}
