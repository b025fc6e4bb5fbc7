package org.sgxra.runtime.state;

/** State that cannot be read, written or locked; the message names the file and is meant for people. */
public final class StateException extends Exception {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
