package org.sgxra.sp.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.ReportVerifier;

/**
 * What the command lines of all service providers ask for, checked.
 *
 * @param server address of the attestation service without a path
 * @param ias the same with the path
 * @param keys subscription keys, primary first
 * @param spid service provider id, 16 bytes
 * @param signType which kind of quote is asked for
 * @param verifier knows who may sign reports
 * @param reach how to get to the attestation service
 * @param longTermKey signs msg2
 * @param session common to all sessions
 * @param level how much people want to read
 * @param events where events are written to as JSON lines, if anywhere
 */
public record VerifierConfiguration(
        URI server,
        IasAddress ias,
        List<SubscriptionKey> keys,
        ByteString spid,
        SignType signType,
        ReportVerifier verifier,
        Reach reach,
        P256PrivateKey longTermKey,
        SessionSettings session,
        Level level,
        Optional<Path> events) {
    /**
     * How to get to the attestation service.
     *
     * @param agent {@code jdk} or {@code curl}
     * @param caBundle for TLS, or null
     * @param proxy URL of a proxy, or null
     * @param direct no proxy, whatever the environment says
     */
    public record Reach(String agent, Path caBundle, String proxy, boolean direct) {}
}
