package org.sgxra.platform;

import org.sgxra.common.message.SgxStatus;

/** The service that issues PCK certificates has none for this platform, perhaps because it is not the one that
 * the platform has joined, or has forgotten it. */
final class UnknownPlatformException extends PlatformException {
    private static final long serialVersionUID = 1L;

    UnknownPlatformException(SgxStatus status, String message) {
        super(status, message);
    }
}
