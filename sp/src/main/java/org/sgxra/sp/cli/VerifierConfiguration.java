package org.sgxra.sp.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.session.SessionSettings;

/**
 * What the command lines of all service providers ask for, checked.
 *
 * @param epid how EPID quotes are judged, if any are taken
 * @param dcap how DCAP quotes are judged, if any are taken
 * @param reach how to get to the services that vouch for platforms
 * @param longTermKey signs msg2
 * @param session common to all sessions
 * @param level how much people want to read
 * @param events where events are written to as JSON lines, if anywhere
 */
public record VerifierConfiguration(
        Optional<EpidConfiguration> epid,
        Optional<DcapConfiguration> dcap,
        Reach reach,
        P256PrivateKey longTermKey,
        SessionSettings session,
        Level level,
        Optional<Path> events) {
    /**
     * How to get to a service.
     *
     * @param agent one of {@code direct}, {@code jdk}, {@code curl}
     * @param caBundle for TLS, or null
     * @param proxy URL of a proxy, or null
     * @param direct no proxy, whatever the environment says
     */
    public record Reach(String agent, Path caBundle, String proxy, boolean direct) {}
}
