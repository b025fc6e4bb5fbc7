package org.sgxra.services;

import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/**
 * What makes the emulator look like Intel's host to clients that know no other (docs/attestation-service.md).
 *
 * @param tlsNames what the server's certificate is for
 * @param reportNames which certificates sign reports
 */
public record StandIn(TlsNames tlsNames, ReportNames reportNames) {
    /** For clients that are told where the emulator is and whom it trusts. */
    public static final StandIn NONE = new StandIn(TlsNames.LOCAL, ReportNames.OWN);
}
