package org.sgxra.sp.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * How DCAP quotes are judged.
 *
 * @param root that is trusted
 * @param grace how long after their time documents and revocation lists are accepted
 * @param address of the service that publishes collateral
 * @param folder with collateral, instead of the service
 */
public record DcapConfiguration(DcapRoot root, Duration grace, PcsAddress address, Optional<Path> folder) {
    /** Judges with this root and these days of grace. */
    DcapVerifier verifier() {
        return DcapVerifier.of(root).withGrace(grace);
    }
}
