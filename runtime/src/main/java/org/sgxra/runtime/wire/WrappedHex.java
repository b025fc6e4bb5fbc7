package org.sgxra.runtime.wire;

import java.util.regex.Pattern;

/**
 * A message in short lines, for terminals, which hand over no longer ones: {@link #WIDTH} hexadecimal digits each, the last
 * line may have fewer, and after it a line with a single dot (docs/spec/wire-hex.md).
 */
public final class WrappedHex {
    /** Digits of a line. */
    public static final int WIDTH = 72;

    static final String END = ".";

    private static final Pattern FULL = Pattern.compile("[0-9A-Fa-f]{" + WIDTH + "}");

    private WrappedHex() {}

    /** The lines of a message, the one with the dot included, separated by line feeds; after the dot there is none. */
    public static String of(String digits) {
        StringBuilder lines = new StringBuilder(digits.length() + digits.length() / WIDTH + 2);
        for (int start = 0; start < digits.length(); start += WIDTH) {
            lines.append(digits, start, Math.min(digits.length(), start + WIDTH))
                    .append('\n');
        }
        return lines.append(END).toString();
    }

    /** True for a line that others follow. */
    static boolean isFull(String line) {
        return FULL.matcher(line).matches();
    }
}
