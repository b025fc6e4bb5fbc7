package org.sgxra.common.report;

/** An attestation report that must not be believed: says which part of it, and why. */
public final class InvalidReportException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The steps of verification, in their order (docs/spec/wire-hex.md, "SP on msg3"). */
    public enum Step {
        /** No time stamp can be read from the body. */
        TIMESTAMP,
        /** The signing certificates cannot be read, or do not lead to the trusted CA at the time of the report. */
        CHAIN,
        /** The signature is not one over these bytes by the signing certificate. */
        SIGNATURE,
        /** The body is signed but not an attestation report as docs/spec/ias-api.md section 5 describes it. */
        CONTENT,
        /** The platform info blob is not signed by who should have signed it. */
        PLATFORM_INFO
    }

    private final Step step;
    private final String field;

    /**
     * @param step the step that failed
     * @param field what is wrong: the name of a JSON field, or {@code body}, {@code signing chain}, {@code signature}
     * @param reason why, in a few words
     */
    public InvalidReportException(Step step, String field, String reason, Throwable cause) {
        super("attestation report refused: " + field + ": " + reason, cause);
        this.step = step;
        this.field = field;
    }

    /** The same without a cause. */
    public InvalidReportException(Step step, String field, String reason) {
        this(step, field, reason, null);
    }

    /** The step that failed. */
    public Step step() {
        return step;
    }

    /** What is wrong: the name of a JSON field, or {@code body}, {@code signing chain}, {@code signature}. */
    public String field() {
        return field;
    }
}
