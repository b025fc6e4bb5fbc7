package org.sgxra.page.record;

/** A file holds no session that can be shown; the message is one line for people. */
public final class SessionFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and where */
    public SessionFormatException(String message) {
        super(message);
    }

    /** @param message what is wrong, and where */
    public SessionFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
