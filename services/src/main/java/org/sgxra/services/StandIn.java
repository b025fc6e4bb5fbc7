package org.sgxra.services;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/**
 * What makes the emulator look like Intel's host, at one time or another, to clients that know no other (docs/attestation-service.md).
 *
 * @param tlsNames what the server's certificate is for
 * @param reportNames which certificates sign reports
 * @param clientCas client certificates that may use the first paths, or CAs of such; empty if nobody may
 * @param endOfLifeWarning true if answers warn that the service will end
 */
public record StandIn(
        TlsNames tlsNames, ReportNames reportNames, List<X509Certificate> clientCas, boolean endOfLifeWarning) {
    /** For clients that are told where the emulator is and whom it trusts. */
    public static final StandIn NONE = new StandIn(TlsNames.LOCAL, ReportNames.OWN, List.of(), false);

    public StandIn {
        clientCas = List.copyOf(clientCas);
    }
}
