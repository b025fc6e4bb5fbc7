package org.sgxra.sp.cli;

/** A command line that cannot be used; the message is the one line that people get. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message names the option and its value, and what is wrong with it */
    public UsageException(String message) {
        super(message);
    }
}
