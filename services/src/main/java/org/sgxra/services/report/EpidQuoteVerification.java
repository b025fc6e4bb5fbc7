package org.sgxra.services.report;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerdict;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.GroupRl;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.PrivRl;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;

/** Verifies the EPID signatures of quotes against the current revocation lists (docs/spec/sgx-quote.md section 7). */
public final class EpidQuoteVerification {
    private static final int GID_SIZE = 4;
    private static final int PSEUDONYM_SIZE = 128;
    private static final int LIST_VERSION_AT = 352;

    private final EpidQuoteDecryption decryption;
    /** A verifier takes some milliseconds to prepare, and belongs to a public key that never changes. */
    private final Map<ByteString, EpidVerifier> verifiers = new ConcurrentHashMap<>();

    /** @param decryption with the key that quotes are encrypted for */
    public EpidQuoteVerification(EpidQuoteDecryption decryption) {
        this.decryption = decryption;
    }

    /**
     * What verification found.
     *
     * @param status OK if signature and lists are in order; it says nothing of the TCB then
     * @param pseudonym B and K of the signature, 128 bytes; empty if it could not be decrypted
     */
    public record Finding(QuoteStatus status, Optional<ByteString> pseudonym) {}

    /**
     * Verifies a quote of a member of {@code group}.
     *
     * @param groups all groups, of which some may be revoked
     */
    public Finding verify(EpidQuote quote, Group group, Groups groups) {
        byte[] signature = decryption.decrypt(quote.signature()).orElse(null);
        if (signature == null) {
            return new Finding(QuoteStatus.SIGNATURE_INVALID, Optional.empty());
        }
        EpidVerdict verdict = verifier(group)
                .verify(
                        signature,
                        quote.body().encode(),
                        quote.body().basename().toArray(),
                        lists(group, groups));
        return new Finding(status(verdict, group, signature), Optional.of(ByteString.of(signature, 0, PSEUDONYM_SIZE)));
    }

    private EpidVerifier verifier(Group group) {
        return verifiers.computeIfAbsent(group.publicKey(), key -> {
            try {
                return new EpidVerifier(GroupPublicKey.parse(key.toArray()), HashAlgorithm.SHA_256);
            } catch (EpidException e) {
                throw new IllegalStateException("public key of " + group + ": " + e.getMessage(), e);
            }
        });
    }

    private static RevocationLists lists(Group group, Groups groups) {
        byte[] gid = group.gid().bigEndian().toArray();
        try {
            GroupRl groupRl = GroupRl.of(
                    groups.groupRlVersion(),
                    GID_SIZE,
                    groups.all().stream()
                            .filter(g -> g.revocationReason().isPresent())
                            .map(g -> g.gid().bigEndian().toArray())
                            .toList());
            PrivRl privRl = PrivRl.of(gid, group.privRl().version(), arrays(group.privRl()));
            SigRl sigRl = group.sigRl().entries().isEmpty()
                    ? null
                    : SigRl.of(gid, group.sigRl().version(), arrays(group.sigRl()));
            return new RevocationLists(groupRl, privRl, sigRl, null);
        } catch (EpidException e) {
            throw new IllegalStateException("revocation lists of " + group + ": " + e.getMessage(), e);
        }
    }

    private static List<byte[]> arrays(Group.Revocations list) {
        return list.entries().stream().map(ByteString::toArray).toList();
    }

    private static QuoteStatus status(EpidVerdict verdict, Group group, byte[] signature) {
        return switch (verdict) {
            case VALID ->
                group.sigRl().entries().isEmpty() && namesList(signature)
                        ? QuoteStatus.SIGRL_VERSION_MISMATCH
                        : QuoteStatus.OK;
            case GROUP_REVOKED -> QuoteStatus.GROUP_REVOKED;
            case KEY_REVOKED -> QuoteStatus.KEY_REVOKED;
            case SIGNATURE_REVOKED, VERIFIER_REVOKED -> QuoteStatus.SIGNATURE_REVOKED;
            case SIGRL_VERSION_MISMATCH, SIGRL_SIZE_MISMATCH -> QuoteStatus.SIGRL_VERSION_MISMATCH;
            case INVALID, BAD_SIGNATURE_LENGTH, FOREIGN_REVOCATION_LIST -> QuoteStatus.SIGNATURE_INVALID;
        };
    }

    /** True if the signature was made for some list, which is an old one where there is none now (section 5.1 there). */
    private static boolean namesList(byte[] signature) {
        return ByteBuffer.wrap(signature).getLong(LIST_VERSION_AT) != 0;
    }
}
