package org.sgxra.sp.pcs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/** DCAP quotes, judged here with collateral. Safe for use by many threads. */
public final class DcapService implements AttestationService {
    private static final int MAX_PREPARED = 16;

    private final CollateralSource source;
    private final DcapVerifier verifier;
    /** Collateral that was used lately, ready for the next quote. */
    private final Map<PlatformKind, Prepared> prepared = new LinkedHashMap<>(MAX_PREPARED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlatformKind, Prepared> eldest) {
            return size() > MAX_PREPARED;
        }
    };

    private record Prepared(Collateral collateral, PreparedCollateral ready) {}

    /**
     * @param source of collateral
     * @param verifier with the trusted root and the days of grace
     */
    public DcapService(CollateralSource source, DcapVerifier verifier) {
        this.source = source;
        this.verifier = verifier;
    }

    @Override
    public PlatformAttestation open(EpidGroupId gid, SessionListener listener, Expiry end) {
        return new DcapAttestation(this, verifier, listener, end);
    }

    /** The source's collateral, its signatures verified once. */
    PreparedCollateral prepare(PlatformKind platform, Collateral collateral) {
        synchronized (prepared) {
            Prepared known = prepared.get(platform);
            if (known != null && known.collateral().equals(collateral)) {
                return known.ready();
            }
        }
        Prepared fresh = new Prepared(collateral, verifier.prepare(collateral));
        synchronized (prepared) {
            prepared.put(platform, fresh);
        }
        return fresh.ready();
    }

    CollateralSource source() {
        return source;
    }
}
