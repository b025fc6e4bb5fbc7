package org.sgxra.tool.collateral;

/** Collateral cannot be stored in a folder because of what is there; the message says what to do. */
final class UnusableFolderException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
