package org.sgxra.sp.service;

import java.util.Optional;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;

/**
 * The service for the kind of quote that msg1 announces: group id 0 a DCAP (ECDSA) quote, every other one an EPID quote
 * (docs/spec/dcap.md section 6.2). The kind is fixed with that: each service refuses quotes of the other.
 *
 * @param epid judges EPID quotes; absent if none are taken
 * @param dcap judges DCAP quotes; absent if none are taken
 */
public record ServiceByKind(Optional<AttestationService> epid, Optional<AttestationService> dcap)
        implements AttestationService {
    @Override
    public PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) throws RefusedException {
        if (gid.isUnprovisioned()) {
            return dcap.orElseThrow(ServiceByKind::noDcap).open(gid, listener, end);
        }
        return epid.orElseThrow(() -> noEpid(gid)).open(gid, listener, end);
    }

    private static RefusedException noDcap() {
        return new RefusedException(
                "msg1: EPID group id 00000000: the client's platform has not been provisioned for EPID; see that its "
                        + "platform software (aesmd) runs, reaches Intel's provisioning service and has made a quote "
                        + "before; or it offers a DCAP (ECDSA) quote: then start this with --attestation=dcap or both");
    }

    private static RefusedException noEpid(EpidGroupId gid) {
        return new RefusedException("msg1: EPID group id " + gid
                + ": the client offers an EPID quote, which is not taken here: start the client with --attestation=dcap, or "
                + "this with --attestation=both");
    }
}
