package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of a verification as they are made, and how it ends. */
final class Checks {
    private final List<DcapCheck> all = new ArrayList<>();
    private Refused expiry;

    /** The end of a verification. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final DcapRefusal refusal;

        Refused(DcapRefusal refusal, String message) {
            super(message, null, false, false);
            this.refusal = refusal;
        }

        DcapRefusal refusal() {
            return refusal;
        }
    }

    void pass(String name, String compared) {
        all.add(new DcapCheck(name, true, compared));
    }

    void require(boolean passed, DcapRefusal refusal, String name, String compared) throws Refused {
        if (!passed) {
            throw refuse(refusal, name, compared);
        }
        pass(name, compared);
    }

    void requireEqual(DcapRefusal refusal, String name, Object expected, Object found) throws Refused {
        boolean equal = expected.equals(found);
        require(equal, refusal, name, equal ? found.toString() : found + " instead of " + expected);
    }

    /** Adds the check that fails; the caller throws what this gives. */
    Refused refuse(DcapRefusal refusal, String name, String compared) {
        all.add(new DcapCheck(name, false, compared));
        return new Refused(refusal, name + ": " + compared);
    }

    /** Adds a check of dates. The first that fails is the reason if nothing else is. */
    void date(ValidityPeriod period, Instant time, boolean passed, boolean inGrace) {
        String compared = time + " in " + period.ends() + (inGrace ? ", expired but within the days of grace" : "");
        all.add(new DcapCheck("date of the " + period.part(), passed, compared));
        if (!passed && expiry == null) {
            expiry = new Refused(period.expired(), period.part() + " valid " + period.ends() + ", not at " + time);
        }
    }

    Optional<Refused> expiry() {
        return Optional.ofNullable(expiry);
    }

    List<DcapCheck> all() {
        return List.copyOf(all);
    }
}
