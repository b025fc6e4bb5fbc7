package org.sgxra.sp.isv;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.UnreachableException;

/**
 * An attestation service whose revocation data is kept back: the original's Application cannot use any
 * (docs/spec/wire-tls-protobuf.md sections 12.13 and 13). The service then says of the quote that it is made with an outdated
 * list, so that nobody is trusted for it.
 */
record WithoutRevocationData(AttestationService service) implements AttestationService {
    @Override
    public PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) throws RefusedException {
        PlatformAttestation platform = service.open(gid, listener, end);
        return new PlatformAttestation() {
            @Override
            public QuoteRequest request() throws UnreachableException, DisbelievedException {
                return withoutSigRl(platform.request(), gid, listener);
            }

            @Override
            public Appraisal appraise(Evidence evidence, Criteria criteria)
                    throws RefusedException, UnreachableException, DisbelievedException {
                return platform.appraise(evidence, criteria);
            }
        };
    }

    private static QuoteRequest withoutSigRl(QuoteRequest request, EpidGroupId gid, SessionListener listener) {
        if (!request.sigRl().isEmpty()) {
            listener.on(new Notice("warning: group " + gid + " has a revocation list of "
                    + ByteCount.of(request.sigRl().size())
                    + ", which --compat does not send: the original cannot use it"));
        }
        return new QuoteRequest(request.spid(), request.quoteType(), ByteString.EMPTY);
    }
}
