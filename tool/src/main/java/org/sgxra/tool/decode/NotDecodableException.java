package org.sgxra.tool.decode;

/** Input that is no structure, or not the one it should be; the message names what is wrong and where. */
public final class NotDecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and where */
    public NotDecodableException(String message) {
        super(message);
    }

    NotDecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
