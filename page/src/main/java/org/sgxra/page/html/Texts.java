package org.sgxra.page.html;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;

/** How numbers, times and bytes are written. */
final class Texts {
    /** Characters of a text that are shown at most. */
    static final int MAX_TEXT = 16_384;

    private Texts() {}

    /** Bytes as pairs of digits with spaces between. */
    static String spaced(ByteString bytes) {
        String digits = bytes.hex();
        StringBuilder text = new StringBuilder(digits.length() * 3 / 2);
        for (int i = 0; i < digits.length(); i += 2) {
            text.append(i == 0 ? "" : " ").append(digits, i, i + 2);
        }
        return text.toString();
    }

    /** A number of bytes. */
    static String size(int bytes) {
        return bytes == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    /** Seconds since the first step. */
    static String since(Instant first, Instant time) {
        long micros =
                Duration.between(first, time).truncatedTo(ChronoUnit.MICROS).toNanos() / 1000;
        return String.format(Locale.ROOT, "%+.3f s", micros / 1e6);
    }

    /** The beginning of a text, and how much more there is. */
    static String shortened(String text, int limit) {
        return text.length() <= limit
                ? text
                : text.substring(0, limit)
                        + String.format(Locale.ROOT, " … %,d more characters", text.length() - limit);
    }
}
