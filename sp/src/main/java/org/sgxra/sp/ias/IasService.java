package org.sgxra.sp.ias;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.verifier.ReportVerifier;

/** EPID quotes, judged by IAS. Safe for use by many threads. */
public final class IasService implements AttestationService {
    private final IasClient client;
    private final ByteString spid;
    private final SignType signType;
    private final ReportVerifier verifier;

    /**
     * @param client asks IAS
     * @param spid service provider id, 16 bytes
     * @param signType which kind of quote is asked for
     * @param verifier knows who may sign reports
     */
    public IasService(IasClient client, ByteString spid, SignType signType, ReportVerifier verifier) {
        this.client = client;
        this.spid = spid;
        this.signType = signType;
        this.verifier = verifier;
    }

    @Override
    public PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) {
        if (gid.equals(EpidGroupId.SIMULATION)) {
            listener.on(new Notice("warning: EPID group id " + gid
                    + " is that of Intel's simulation SDK: no attestation service " + "can verify its quotes"));
        }
        return new EpidAttestation(client, verifier, gid, spid, signType, listener, end);
    }
}
