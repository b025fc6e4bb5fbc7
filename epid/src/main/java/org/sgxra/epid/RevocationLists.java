package org.sgxra.epid;

/** The lists a verifier checks against; each may be null, which leaves its check out. */
public record RevocationLists(GroupRl groupRl, PrivRl privRl, SigRl sigRl, VerifierRl verifierRl) {
    /** No list at all. */
    public static final RevocationLists NONE = new RevocationLists(null, null, null, null);
}
