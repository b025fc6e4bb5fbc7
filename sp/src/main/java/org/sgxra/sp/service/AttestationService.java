package org.sgxra.sp.service;

import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;

/** Judges evidence of enclaves. One instance serves any number of sessions, also at the same time. */
public interface AttestationService {
    /**
     * Begins the service's part in one session. Nothing is fetched yet.
     *
     * @param gid the group that the platform's msg1 names; it decides which kind of quote is asked for
     * @param listener is told of everything that happens until the session ends
     * @param end of the session; the service is not waited for any longer
     * @throws RefusedException if no quote of such a platform can be judged
     */
    PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) throws RefusedException;
}
