package org.sgxra.sp.isv;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Evidence;

/**
 * An attestation service whose revocation data is kept back: the original's Application cannot use any
 * (docs/spec/wire-tls-protobuf.md sections 12.13 and 13). The service then says of the quote that it is made with an outdated
 * list, so that nobody is trusted for it.
 */
record WithoutRevocationData(AttestationService service) implements AttestationService {
    @Override
    public ByteString revocationData(ByteString group, Transcript transcript) throws AttestationServiceException {
        ByteString data = service.revocationData(group, transcript);
        if (!data.isEmpty()) {
            transcript.line("warning: group " + group + " has a revocation list of " + data.size()
                    + " bytes, which --compat does not send: the original cannot use it");
        }
        return ByteString.EMPTY;
    }

    @Override
    public Appraisal appraise(Evidence evidence, Transcript transcript) throws AttestationServiceException {
        return service.appraise(evidence, transcript);
    }
}
