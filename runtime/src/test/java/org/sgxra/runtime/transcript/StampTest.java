package org.sgxra.runtime.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    private static final DateTimeFormatter AS_BY_THE_JDK =
            DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm:ss ", Locale.ENGLISH);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/St_Johns", "Asia/Kathmandu"})
    void isWhatTheJdkWrites(String zone) {
        ZoneId id = ZoneId.of(zone);
        Instant end = Instant.parse("2028-03-01T00:00:00Z");
        // Every hour of more than two years, and another second each time: each month, and a leap day.
        for (Instant at = Instant.parse("2025-12-30T23:00:00Z"); at.isBefore(end); at = at.plusSeconds(3_599)) {
            Stamp stamp = Stamp.of(at.plusMillis(999), id);
            assertThat(stamp.second()).isEqualTo(at.getEpochSecond());
            // Some JDKs have Sept.
            assertThat(stamp.text())
                    .isEqualTo(AS_BY_THE_JDK.format(at.atZone(id)).replace("Sept ", "Sep "));
        }
    }
}
