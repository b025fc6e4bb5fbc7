package org.sgxra.sp.service;

import org.sgxra.common.message.RefusedException;

/**
 * The service's part in one session: what it asks of the platform, and what it says of the answer. For one thread; both
 * methods are called once, in their order.
 */
public interface PlatformAttestation {
    /**
     * What the platform needs to know to make its quote; fetches revocation data if this kind of quote takes any.
     *
     * @throws UnreachableException if the revocation data cannot be had
     * @throws DisbelievedException if what came instead cannot be revocation data
     */
    QuoteRequest request() throws UnreachableException, DisbelievedException;

    /**
     * The service's judgement, verified to be its own, about this evidence, and fresh.
     *
     * @param criteria by what it is judged; whether the enclave's report data is the session's stands in the verdict
     * @throws RefusedException if the quote is not what {@link #request} asked for; nothing is fetched then
     * @throws UnreachableException if no judgement can be had
     * @throws DisbelievedException if the judgement is forged, stale or about something else
     */
    Appraisal appraise(Evidence evidence, Criteria criteria)
            throws RefusedException, UnreachableException, DisbelievedException;
}
