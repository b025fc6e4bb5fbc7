package org.sgxra.tool.io;

import org.sgxra.runtime.cli.OptionTable;

/**
 * What a verification ended with. Genuine and acceptable are different things: a genuine report may say that the platform is
 * revoked.
 *
 * @param conclusion which
 * @param reason why, in a few words
 */
public record Outcome(Conclusion conclusion, String reason) {
    /** What can be concluded, with its exit code. */
    public enum Conclusion {
        /** It is what it claims to be, and says what was expected. */
        ACCEPTABLE(0, "genuine and acceptable"),
        /** It is what it claims to be, but says something else than was expected. */
        NOT_ACCEPTABLE(4, "genuine but not acceptable"),
        /** It was not shown to be what it claims to be. */
        NOT_GENUINE(2, "not genuine"),
        /** It, or what should vouch for it, is forged, expired, missing or revoked. */
        NOT_VERIFIED(2, "not verified"),
        /** Nothing is at hand that it could be verified with. */
        UNKNOWN(4, "not known to be genuine");

        private final int exitCode;
        private final String text;

        Conclusion(int exitCode, String text) {
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
        return new Outcome(Conclusion.ACCEPTABLE, reason);
    }

    /** Genuine but not acceptable. */
    public static Outcome notAcceptable(String reason) {
        return new Outcome(Conclusion.NOT_ACCEPTABLE, reason);
    }

    /** Not genuine. */
    public static Outcome notGenuine(String reason) {
        return new Outcome(Conclusion.NOT_GENUINE, reason);
    }

    /** Not verified, which leaves open what is at fault. */
    public static Outcome notVerified(String reason) {
        return new Outcome(Conclusion.NOT_VERIFIED, reason);
    }

    /** Not known to be genuine. */
    public static Outcome unknown(String reason) {
        return new Outcome(Conclusion.UNKNOWN, reason);
    }

    /** Whether it is genuine; null where that is not known. */
    public Boolean genuine() {
        return switch (conclusion) {
            case ACCEPTABLE, NOT_ACCEPTABLE -> true;
            case NOT_GENUINE, NOT_VERIFIED -> false;
            case UNKNOWN -> null;
        };
    }

    /** True if nothing speaks against it. */
    public boolean isAcceptable() {
        return conclusion == Conclusion.ACCEPTABLE;
    }

    /** Adds the exit codes of the verdicts, and that of a usage error, to a table. */
    public static OptionTable.Builder exitCodes(OptionTable.Builder table) {
        return table.exitCode(0, Conclusion.ACCEPTABLE.toString())
                .exitCode(1, "wrong usage, or a file cannot be read")
                .exitCode(2, Conclusion.NOT_GENUINE.toString())
                .exitCode(4, Conclusion.NOT_ACCEPTABLE.toString());
    }

    /** Members verdict, reason and exitCode. */
    public void write(JsonDocument out) {
        out.member("verdict", conclusion).member("reason", reason).member("exitCode", conclusion.exitCode());
    }

    /** The last line for people. Control characters, which a certificate may carry, do not reach the terminal. */
    @Override
    public String toString() {
        return PlainText.of(conclusion + ": " + reason);
    }
}
