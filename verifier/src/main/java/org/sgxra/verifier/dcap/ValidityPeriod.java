package org.sgxra.verifier.dcap;

import java.time.Instant;

/**
 * When a certificate, list or document may be used, both ends included.
 *
 * @param part what it is, for people
 * @param expired the refusal outside of it, at either end
 * @param from first second
 * @param to last second
 */
public record ValidityPeriod(String part, DcapRefusal expired, Instant from, Instant to) {
    /** True for a document or list, which is issued again and again; false for a certificate. */
    boolean isRenewed() {
        return expired != DcapRefusal.CERTIFICATE_EXPIRED;
    }

    /** Both ends, for people. */
    @Override
    public String toString() {
        return from + " to " + to;
    }
}
