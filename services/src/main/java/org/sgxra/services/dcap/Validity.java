package org.sgxra.services.dcap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * When a certificate is valid, in whole seconds.
 *
 * @param notBefore first second
 * @param notAfter last second
 */
record Validity(Instant notBefore, Instant notAfter) {
    /** From a day before {@code now}, seven years to the second. */
    static Validity ofSevenYears(Instant now) {
        Instant start = now.truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
        return new Validity(start, start.atZone(ZoneOffset.UTC).plusYears(7).toInstant());
    }
}
