package org.sgxra.common.message;

/** What the service provider concludes: the first field of msg4, with its number as the ordinal. */
public enum TrustStatus {
    /** 0: not trusted. */
    NOT_TRUSTED,
    /** 1: not trusted as the platform is now; an update may change that. */
    NOT_TRUSTED_ITS_COMPLICATED,
    /** 2: trusted, but the platform should be updated. */
    TRUSTED_ITS_COMPLICATED,
    /** 3: trusted; only now are session keys used. */
    TRUSTED;

    /** The number on the wire. */
    public int value() {
        return ordinal();
    }

    /** True for the two statuses with which an enclave is let in. */
    public boolean isTrusted() {
        return this == TRUSTED || this == TRUSTED_ITS_COMPLICATED;
    }
}
