package org.sgxra.common.dcap;

import javax.security.auth.x500.X500Principal;
import org.sgxra.common.bytes.ByteString;

/**
 * The name of a subject or an issuer. Two are equal if their DER is: names that read the same can be encoded in different ways.
 *
 * @param der as it stands in a certificate or a revocation list
 */
public record DistinguishedName(ByteString der) {
    /** The name as in RFC 2253, the last of its parts first. */
    @Override
    public String toString() {
        return new X500Principal(der.toArray()).getName();
    }
}
