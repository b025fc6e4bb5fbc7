package org.sgxra.epid;

/** What a verifier concludes about a signature (docs/spec/epid2.md, section 8). */
public enum EpidVerdict {
    /** The signature is good and nothing given revokes it. */
    VALID,
    /** The basic signature does not verify. */
    INVALID,
    /** The group is on the GroupRL. */
    GROUP_REVOKED,
    /** The member's key is on the PrivRL (or the list holds a number that is no key). */
    KEY_REVOKED,
    /** A non-revocation proof fails, or the SigRL holds an entry that nobody can give a proof for. */
    SIGNATURE_REVOKED,
    /** The pseudonym is on the VerifierRL. */
    VERIFIER_REVOKED,
    /** The signature was made for another version of the SigRL. */
    SIGRL_VERSION_MISMATCH,
    /** The signature carries more or fewer non-revocation proofs than the SigRL has entries. */
    SIGRL_SIZE_MISMATCH,
    /** The signature is not exactly 360 + 160 * n2 bytes long. */
    BAD_SIGNATURE_LENGTH,
    /** A revocation list that was given belongs to another group. */
    FOREIGN_REVOCATION_LIST
}
