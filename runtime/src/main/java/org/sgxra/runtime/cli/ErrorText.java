package org.sgxra.runtime.cli;

/**
 * Errors, and what else a terminal shows of a transcript: one line where 80 columns are enough; what does not fit follows in lines
 * that begin with four blanks. A word longer than that, the name of a file for example, is never broken.
 */
public final class ErrorText {
    private static final int WIDTH = 80;
    private static final String INDENT = "    ";

    private ErrorText() {}

    /** Breaks at single blanks, and changes nothing else. */
    public static String of(String message) {
        if (message.length() <= WIDTH) {
            return message;
        }
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        boolean first = true;
        for (String word : message.split(" ", -1)) {
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append(System.lineSeparator());
                line.setLength(0);
                line.append(INDENT);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        return text.append(line).toString();
    }

    /** The same, with words after it that stay together. */
    static String of(String message, String hint) {
        String text = of(message);
        int lastLine = text.length() - (text.lastIndexOf('\n') + 1);
        return text + (lastLine + 1 + hint.length() > WIDTH ? System.lineSeparator() + INDENT : " ") + hint;
    }
}
