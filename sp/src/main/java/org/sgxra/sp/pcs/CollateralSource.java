package org.sgxra.sp.pcs;

import org.sgxra.common.dcap.Collateral;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

/** Where collateral comes from. Safe for use by many threads. */
public interface CollateralSource {
    /**
     * What quotes of a kind of platform are judged with. Whether it is signed, valid and about the platform is for verification to
     * say.
     *
     * @param listener is told what is asked and answered
     * @param end of the session that needs it; it is not waited for any longer
     * @throws UnreachableException naming the part that cannot be had
     * @throws DisbelievedException naming the part that cannot be what was asked for
     */
    Collateral collateral(PlatformKind platform, SessionListener listener, Expiry end)
            throws UnreachableException, DisbelievedException;

    /** True if collateral for that kind of platform, signed under the trusted root, is here already and nobody needs to be asked. */
    default boolean isAtHand(PlatformKind platform) {
        return false;
    }
}
