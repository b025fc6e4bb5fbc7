package org.sgxra.services.command;

/** A command that cannot do what it was asked to; the message is one line for people. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
