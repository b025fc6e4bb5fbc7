package org.sgxra.sp.cli;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.runtime.net.HostPort;

/**
 * What a command line of {@code isv-sp} asks for, checked.
 *
 * @param verifier policy, keys, attestation service
 * @param application where the Application listens
 * @param tls accepts the Application's certificate only
 * @param checkHost whether the certificate must be for the host
 * @param secret for a trusted enclave; none in the form of the original
 * @param timeout for each message, and for connecting
 * @param sessionTimeout for the whole attestation
 */
public record IsvSpConfiguration(
        VerifierConfiguration verifier,
        HostPort application,
        SSLContext tls,
        boolean checkHost,
        Optional<SecretBytes> secret,
        Duration timeout,
        Duration sessionTimeout) {}
