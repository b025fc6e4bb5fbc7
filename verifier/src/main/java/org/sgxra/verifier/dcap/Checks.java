package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** The checks of a verification as they are made, and how it ends. */
final class Checks {
    private final List<Check> made = new ArrayList<>();
    private Refused expiry;

    /** A time after the end of a validity. */
    record InGrace(Instant time) {
        @Override
        public String toString() {
            return time + ", expired but within the days of grace";
        }
    }

    void pass(CheckName name, Object expected, Object actual) {
        made.add(Check.of(name, true, expected, actual, ""));
    }

    void require(CheckName name, DcapRefusal refusal, boolean passed, Object expected, Object actual) throws Refused {
        if (!passed) {
            throw refuse(name, refusal, expected, actual, actual + " instead of " + expected);
        }
        pass(name, expected, actual);
    }

    void requireEqual(CheckName name, DcapRefusal refusal, Object expected, Object actual) throws Refused {
        require(name, refusal, expected.equals(actual), expected, actual);
    }

    /** A check of something that has no fault, or one in words. */
    void requireNoFault(CheckName name, DcapRefusal refusal, Optional<String> fault, Object expected, Object actual)
            throws Refused {
        if (fault.isPresent()) {
            throw refuse(name, refusal, expected, actual, actual + " " + fault.get());
        }
        pass(name, expected, actual);
    }

    /** Adds the check that fails; the caller throws what this gives. */
    Refused refuse(CheckName name, DcapRefusal refusal, Object expected, Object actual, String detail) {
        String reason = name.title() + ": " + detail;
        made.add(Check.of(name, false, expected, actual, reason));
        return new Refused(refusal, reason);
    }

    /** Adds a check of dates. The first that fails is the reason if nothing else is. */
    void date(CheckName name, ValidityPeriod period, Instant time, boolean passed, boolean inGrace) {
        String reason = passed ? "" : period.part() + " valid " + period + ", not at " + time;
        Object actual = inGrace ? new InGrace(time) : time;
        made.add(Check.of(name, passed, period, actual, reason));
        if (!passed && expiry == null) {
            expiry = new Refused(period.expired(), reason);
        }
    }

    Optional<Refused> expiry() {
        return Optional.ofNullable(expiry);
    }

    List<Check> made() {
        return List.copyOf(made);
    }
}
