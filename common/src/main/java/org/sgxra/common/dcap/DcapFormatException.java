package org.sgxra.common.dcap;

/** Bytes that are not the certificate, list or document that they should be: names it, its field, and what is wrong. */
public final class DcapFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param document what was read, for example {@code TCB info}
     * @param field the part of it, for example {@code tcbLevels[3].tcb.pcesvn}
     * @param reason what is wrong with it
     */
    public DcapFormatException(String document, String field, String reason) {
        super("malformed " + document + ": " + field + ": " + reason);
    }

    /**
     * @param document what was read
     * @param reason what is wrong with it
     * @param cause what a library says of it
     */
    public DcapFormatException(String document, String reason, Throwable cause) {
        super("malformed " + document + ": " + reason, cause);
    }

    /** What a library could not read, in its innermost words: the outer ones are names of classes. */
    static DcapFormatException unreadable(String document, Exception cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String words = innermost.getMessage();
        boolean said = words != null && !words.isBlank();
        return new DcapFormatException(document, said ? "unreadable: " + words : "unreadable", cause);
    }
}
