package org.sgxra.services.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;

/**
 * An EPID group as its issuer knows it. Immutable; every change of a list raises its version by one, for good.
 *
 * @param publicKey 260 bytes, starts with the group id, big-endian
 * @param issuerKey 36 bytes: group id and the secret that memberships are made with
 * @param outOfDate true if its members should join a newer group
 * @param revocationReason RFC 5280 CRLReason if the group as a whole is revoked
 * @param sigRl revoked signatures
 * @param sigRlSignature ECDSA signature over the list as it is sent, 64 bytes big-endian; empty while the list is
 * @param privRl revoked private keys, f of 32 bytes each
 */
public record Group(
        ByteString publicKey,
        ByteString issuerKey,
        boolean outOfDate,
        Optional<Integer> revocationReason,
        Revocations sigRl,
        ByteString sigRlSignature,
        Revocations privRl) {

    /**
     * A revocation list.
     *
     * @param version number of changes so far
     * @param entries of equal size
     */
    public record Revocations(int version, List<ByteString> entries) {
        /** The list before its first change. */
        public static final Revocations NONE = new Revocations(0, List.of());

        public Revocations {
            entries = List.copyOf(entries);
        }

        /** The list with further entries. */
        public Revocations with(List<ByteString> more) {
            List<ByteString> all = new ArrayList<>(entries);
            all.addAll(more);
            return new Revocations(version + 1, all);
        }

        /** The list without an entry. */
        public Revocations without(ByteString entry) {
            return new Revocations(
                    version + 1, entries.stream().filter(e -> !e.equals(entry)).toList());
        }
    }

    /** A group of which nobody has been revoked. */
    public static Group fresh(ByteString publicKey, ByteString issuerKey) {
        return new Group(
                publicKey, issuerKey, false, Optional.empty(), Revocations.NONE, ByteString.EMPTY, Revocations.NONE);
    }

    /** The group's id. */
    public EpidGroupId gid() {
        return EpidGroupId.fromBigEndian(publicKey.slice(0, 4));
    }

    /** True if platforms may still join. */
    public boolean isJoinable() {
        return !outOfDate && revocationReason.isEmpty();
    }

    /** The group with another list of revoked signatures. */
    Group withSigRl(Revocations list, ByteString signature) {
        return new Group(publicKey, issuerKey, outOfDate, revocationReason, list, signature, privRl);
    }

    /** The group with another list of revoked keys. */
    public Group withPrivRl(Revocations list) {
        return new Group(publicKey, issuerKey, outOfDate, revocationReason, sigRl, sigRlSignature, list);
    }

    /** The group, revoked as a whole for a reason, or not any more. */
    public Group withRevocationReason(Optional<Integer> reason) {
        return new Group(publicKey, issuerKey, outOfDate, reason, sigRl, sigRlSignature, privRl);
    }

    /** The group, out of date or not. */
    public Group withOutOfDate(boolean newValue) {
        return new Group(publicKey, issuerKey, newValue, revocationReason, sigRl, sigRlSignature, privRl);
    }

    /** Names the group only: the issuer's secret is not for logs. */
    @Override
    public String toString() {
        return "Group[" + gid() + "]";
    }
}
