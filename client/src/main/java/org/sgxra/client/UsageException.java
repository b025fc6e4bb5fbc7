package org.sgxra.client;

/** Arguments or local files that the program cannot work with; the message names the option and what is wrong with it. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message in words for the user */
    public UsageException(String message) {
        super(message);
    }

    /** @param message in words for the user */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
