package org.sgxra.runtime.cli;

/** A command line, or a file that it names, that cannot be used; the message is one line that names the option and the fault. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message in words for the user, without a line break */
    public UsageException(String message) {
        super(message);
    }

    /** @param message in words for the user, without a line break */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
