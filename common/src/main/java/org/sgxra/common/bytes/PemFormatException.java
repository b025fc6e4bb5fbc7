package org.sgxra.common.bytes;

import java.security.GeneralSecurityException;

/** Text that begins like PEM (RFC 7468) but is not: a block without end line, or one whose content is not base64. */
public final class PemFormatException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;

    PemFormatException(String message) {
        super(message);
    }
}
