package org.sgxra.epid;

/** The member may not sign: it is revoked by an entry of the signature revocation list. */
public final class RevokedException extends EpidException {
    private static final long serialVersionUID = 1L;

    public RevokedException(String message) {
        super(message);
    }
}
