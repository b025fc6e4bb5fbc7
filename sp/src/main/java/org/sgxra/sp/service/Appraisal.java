package org.sgxra.sp.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * A service's judgement of evidence.
 *
 * @param standing what it means for trust
 * @param status the service's own word for it, which policies name
 * @param advisoryIds advisories that apply to the platform, as far as the service vouches for them
 * @param issuedAt when the service judged
 * @param platformInfo what the platform's own software is to be told, 101 bytes
 * @param advice for people: what is the matter and what to do, a line each
 */
public record Appraisal(
        Standing standing,
        String status,
        List<String> advisoryIds,
        Instant issuedAt,
        Optional<ByteString> platformInfo,
        List<String> advice) {
    /** How a platform stands, from best to worst. */
    public enum Standing {
        /** Genuine and up to date. */
        CURRENT,
        /** Genuine; its configuration, or the enclave's software, should be hardened. */
        NEEDS_HARDENING,
        /** Genuine, but out of date. */
        OUT_OF_DATE,
        /** Not genuine, or revoked. */
        REJECTED
    }

    public Appraisal {
        advisoryIds = List.copyOf(advisoryIds);
        advice = List.copyOf(advice);
    }
}
