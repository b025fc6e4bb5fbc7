package org.sgxra.testdata;

/** Errors, which commands write in lines of 80 columns; what does not fit follows in lines that begin with four blanks. */
public final class ErrorLines {
    private ErrorLines() {}

    /** The same with every error in one line. */
    public static String joined(String stderr) {
        return stderr.replaceAll("\\R {4}(?! )", " ");
    }
}
