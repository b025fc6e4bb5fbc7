package org.sgxra.sp.service;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.transcript.Transcript;

/** Judges evidence of enclaves. One instance serves any number of sessions, also at the same time. */
public interface AttestationService {
    /**
     * The revocation data that a platform needs to make its evidence.
     *
     * @param group the platform's group as the service names it, bytes most significant first
     * @param transcript where the exchange is told of
     * @return the data as it goes to the platform; empty when there is none
     * @throws AttestationServiceException if the service cannot be reached or does not know the group
     */
    ByteString revocationData(ByteString group, Transcript transcript) throws AttestationServiceException;

    /**
     * The service's judgement, already verified to be its own and about this evidence.
     *
     * @param evidence what the platform sent
     * @param transcript where the exchange is told of
     * @throws AttestationServiceException if there is no judgement that can be believed
     */
    Appraisal appraise(Evidence evidence, Transcript transcript) throws AttestationServiceException;
}
