package org.sgxra.sp.isv;

import java.util.List;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.report.QuoteStatus;
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
    private static final String CAUSE = "IAS says SIGRL_VERSION_MISMATCH: the quote has no proofs for the group's"
            + " revocation list, which --compat does not send; while the group has one, its platforms are trusted"
            + " without --compat only";

    @Override
    public PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) throws RefusedException {
        PlatformAttestation platform = service.open(gid, listener, end);
        return new PlatformAttestation() {
            private int keptBack;

            @Override
            public QuoteRequest request() throws UnreachableException, DisbelievedException {
                QuoteRequest request = platform.request();
                keptBack = request.sigRl().size();
                return withoutSigRl(request, gid, listener);
            }

            @Override
            public Appraisal appraise(Evidence evidence, Criteria criteria)
                    throws RefusedException, UnreachableException, DisbelievedException {
                Appraisal appraisal = platform.appraise(evidence, criteria);
                return keptBack > 0 ? withCause(appraisal) : appraisal;
            }
        };
    }

    /** To attest again, as the service's status advises, cannot help. */
    private static Appraisal withCause(Appraisal appraisal) {
        return appraisal.verdict().status().equals(QuoteStatus.SIGRL_VERSION_MISMATCH.name())
                ? new Appraisal(appraisal.verdict(), appraisal.platformInfo(), List.of(CAUSE), appraisal.tcb())
                : appraisal;
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
