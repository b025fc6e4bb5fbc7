package org.sgxra.sp.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.sp.session.Provision;

/**
 * What a command line of {@code sp} asks for, checked.
 *
 * @param verifier policy, keys, attestation service
 * @param provision what trusted enclaves are given
 * @param listen where clients connect; none with {@code -z}
 * @param wrap with {@code -z}, messages in short lines
 */
public record SpConfiguration(
        VerifierConfiguration verifier, Provision provision, Optional<Listen> listen, boolean wrap) {
    /**
     * Where clients connect.
     *
     * @param address null: all
     * @param port 0: any
     * @param timeout for each message
     * @param sessionTimeout for each attestation
     * @param crowd how many at the same time
     * @param surroundings what stands around it
     */
    public record Listen(
            InetAddress address,
            int port,
            Duration timeout,
            Duration sessionTimeout,
            Crowd crowd,
            Surroundings surroundings) {}

    /**
     * What stands around a server: balancers before it, and what watches it.
     *
     * @param proxies balancers, which must say for whom they connect
     * @param metrics where figures can be read
     * @param inspect where its sessions can be looked at
     * @param drain how long clients are served on after a signal
     */
    public record Surroundings(
            AddressRanges proxies, Optional<InetSocketAddress> metrics, Optional<Inspect> inspect, Duration drain) {}

    /**
     * Where sessions can be looked at.
     *
     * @param sessions how many of them, the last ones
     */
    public record Inspect(InetSocketAddress address, int sessions) {}

    /**
     * How many clients are dealt with at the same time.
     *
     * @param workers messages that are answered at the same time; 1: one client after the other
     * @param maxConnections with several workers, connections at most
     * @param backlog with several workers, first messages that may wait for one
     */
    public record Crowd(int workers, int maxConnections, int backlog) {
        /** Files that are open beside connections and what workers need. */
        private static final int OTHER_FILES = 100;
        /** A connection to the attestation service, and one that is being closed. */
        private static final int FILES_OF_WORKER = 2;

        /** The same, with no more connections than a limit on open files leaves room for; one at least. */
        public Crowd within(OptionalInt openFiles) {
            int room = openFiles.orElse(Integer.MAX_VALUE) - OTHER_FILES - FILES_OF_WORKER * workers;
            return new Crowd(workers, Math.max(1, Math.min(maxConnections, room)), backlog);
        }
    }
}
