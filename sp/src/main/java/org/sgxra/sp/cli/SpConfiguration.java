package org.sgxra.sp.cli;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.sp.session.Provision;

/**
 * What a command line of {@code sp} asks for, checked.
 *
 * @param verifier policy, keys, attestation service
 * @param provision what trusted enclaves are given
 * @param listen where clients connect; none with {@code -z}
 */
public record SpConfiguration(VerifierConfiguration verifier, Provision provision, Optional<Listen> listen) {
    /**
     * Where clients connect.
     *
     * @param address null: all
     * @param port 0: any
     * @param timeout for each message
     * @param sessionTimeout for each attestation
     */
    public record Listen(InetAddress address, int port, Duration timeout, Duration sessionTimeout) {}
}
