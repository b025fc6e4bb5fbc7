package org.sgxra.tool.io;

/** Text of others, of certificates, documents and answers, for a terminal. */
public final class PlainText {
    private PlainText() {}

    /** The text with a question mark for each control and format character. */
    public static String of(Object text) {
        return text.toString().replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
