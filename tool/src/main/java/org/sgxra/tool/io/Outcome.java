package org.sgxra.tool.io;

import org.sgxra.runtime.cli.OptionTable;

/**
 * What a verification ended with. Genuine and acceptable are different things: a genuine report may say that the platform is
 * revoked.
 *
 * @param verdict which of the three
 * @param reason why, in a few words
 */
public record Outcome(Verdict verdict, String reason) {
    /** The three verdicts, each with an exit code of its own. */
    public enum Verdict {
        /** It is what it claims to be, and says what was expected. */
        ACCEPTABLE(0, "genuine and acceptable"),
        /** It is what it claims to be, but says something else than was expected. */
        NOT_ACCEPTABLE(4, "genuine but not acceptable"),
        /** It was not shown to be what it claims to be. */
        NOT_GENUINE(2, "not genuine");

        private final int exitCode;
        private final String text;

        Verdict(int exitCode, String text) {
            this.exitCode = exitCode;
            this.text = text;
        }

        /** 0, 4 or 2. */
        public int exitCode() {
            return exitCode;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Genuine and acceptable. */
    public static Outcome acceptable(String reason) {
        return new Outcome(Verdict.ACCEPTABLE, reason);
    }

    /** Genuine but not acceptable. */
    public static Outcome notAcceptable(String reason) {
        return new Outcome(Verdict.NOT_ACCEPTABLE, reason);
    }

    /** Not genuine. */
    public static Outcome notGenuine(String reason) {
        return new Outcome(Verdict.NOT_GENUINE, reason);
    }

    /** Adds the exit codes of the verdicts, and that of a usage error, to a table. */
    public static OptionTable.Builder exitCodes(OptionTable.Builder table) {
        return table.exitCode(0, Verdict.ACCEPTABLE.toString())
                .exitCode(1, "wrong usage, or a file cannot be read")
                .exitCode(2, Verdict.NOT_GENUINE.toString())
                .exitCode(4, Verdict.NOT_ACCEPTABLE.toString());
    }

    /** Members verdict, reason and exitCode. */
    public void write(JsonDocument out) {
        out.member("verdict", verdict).member("reason", reason).member("exitCode", verdict.exitCode());
    }

    /** The last line for people. */
    @Override
    public String toString() {
        return verdict + ": " + reason;
    }
}
