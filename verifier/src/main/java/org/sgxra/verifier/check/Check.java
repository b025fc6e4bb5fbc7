package org.sgxra.verifier.check;

/**
 * One check and what it compared.
 *
 * @param name which check
 * @param outcome how it ended
 * @param expected what should have been, an immutable value; empty text where it was not made
 * @param actual what was found, an immutable value; empty text where it was not made
 * @param reason for people, one line: why it failed; empty where it did not
 */
public record Check(CheckName name, Outcome outcome, Object expected, Object actual, String reason) {
    /** How a check ends. */
    public enum Outcome {
        /** What was found is what should have been. */
        PASSED,
        /** It is not. */
        FAILED,
        /** The caller expects nothing here, or this evidence has nothing to check. */
        NOT_ASKED,
        /** A check before it failed, so that there is nothing to be believed that it could compare. */
        NOT_REACHED
    }

    /** A check that was made; {@code reason} counts if it failed. */
    public static Check of(CheckName name, boolean passed, Object expected, Object actual, String reason) {
        return new Check(
                name,
                passed ? Outcome.PASSED : Outcome.FAILED,
                expected,
                actual == null ? "none" : actual,
                passed ? "" : reason);
    }

    /** A check that nobody asked for. */
    public static Check notAsked(CheckName name) {
        return new Check(name, Outcome.NOT_ASKED, "", "", "");
    }

    /** A check that an earlier one's failure made pointless. */
    public static Check notReached(CheckName name) {
        return new Check(name, Outcome.NOT_REACHED, "", "", "");
    }

    /** True if it was made and passed. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** True if it was made and failed. */
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
