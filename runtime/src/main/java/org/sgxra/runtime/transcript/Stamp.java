package org.sgxra.runtime.transcript;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * What stands before a line of a log: the text of a second, which most lines share with the one before.
 *
 * @param second since 1970
 * @param text for example {@code Nov 05 2026 18:06:03}, and a blank
 */
record Stamp(long second, String text) {
    /** Not those of a locale: to look them up takes a command a fiftieth of the time that it lives. */
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** For the second that the instant is in. */
    static Stamp of(Instant now, ZoneId zone) {
        LocalDateTime time = LocalDateTime.ofInstant(now, zone);
        StringBuilder text = new StringBuilder(MONTHS.get(time.getMonthValue() - 1));
        appendTwo(text, ' ', time.getDayOfMonth());
        text.append(' ').append(time.getYear());
        appendTwo(text, ' ', time.getHour());
        appendTwo(text, ':', time.getMinute());
        appendTwo(text, ':', time.getSecond());
        return new Stamp(now.getEpochSecond(), text.append(' ').toString());
    }

    private static void appendTwo(StringBuilder text, char before, int number) {
        text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
