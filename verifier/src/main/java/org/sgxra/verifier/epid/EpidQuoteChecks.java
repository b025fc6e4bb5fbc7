package org.sgxra.verifier.epid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.epid.EpidVerdict;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.RevocationLists;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * The checks of one EPID quote, in the order of docs/spec/epid2.md section 8, named as in {@link CheckName#OF_EPID_QUOTE}. The first
 * that fails ends them. For one thread, once.
 */
final class EpidQuoteChecks {
    /** Offset of the list's version and number of entries, u32 big-endian each, in an EPID signature. */
    private static final int LIST_VERSION_AT = 352;

    private final GroupPublicKey group;
    private final EpidVerifier verifier;
    private final RevocationLists lists;
    private final EpidQuote quote;
    private final Optional<ByteString> signature;
    private final List<Check> checks = new ArrayList<>();
    private EpidVerdict verdict;

    EpidQuoteChecks(
            GroupPublicKey group,
            EpidVerifier verifier,
            RevocationLists lists,
            EpidQuote quote,
            Optional<ByteString> signature) {
        this.group = group;
        this.verifier = verifier;
        this.lists = lists;
        this.quote = quote;
        this.signature = signature;
    }

    List<Check> check() {
        boolean passed = group() // 1
                && payload() // 2
                && signature() // 3
                && groupNotRevoked() // 4
                && lists() // 5
                && keyNotRevoked() // 6
                && sigRl() // 7
                && signatureNotRevoked() // 8
                && notRevokedByVerifier(); // 9
        if (!passed) {
            CheckName last = checks.get(checks.size() - 1).name();
            CheckName.OF_EPID_QUOTE.stream()
                    .filter(name -> name.compareTo(last) > 0)
                    .forEach(name -> checks.add(Check.notReached(name)));
        }
        return checks;
    }

    private boolean group() {
        ByteString known = ByteString.of(group.groupId());
        return add(
                CheckName.EPID_GROUP,
                known.equals(quote.body().gid().bigEndian()),
                known,
                quote.body().gid(),
                "the quote is of group " + quote.body().gid() + ", the key of group " + known);
    }

    private boolean payload() {
        return add(
                CheckName.EPID_PAYLOAD,
                signature.isPresent(),
                "encrypted for the given key",
                signature.isPresent() ? "encrypted for the given key" : "malformed, or encrypted for another key",
                "the signature is malformed, or not encrypted for the given key");
    }

    private boolean signature() {
        verdict = verifier.verify(
                plain(), quote.body().encode(), quote.body().basename().toArray(), lists);
        boolean signed = verdict != EpidVerdict.INVALID && verdict != EpidVerdict.BAD_SIGNATURE_LENGTH;
        return add(
                CheckName.EPID_SIGNATURE,
                signed,
                "by a member of group " + quote.body().gid(),
                signed ? "by a member of group " + quote.body().gid() : verdict,
                "the EPID signature is not one of group " + quote.body().gid() + ": " + verdict);
    }

    private boolean groupNotRevoked() {
        return asked(
                CheckName.EPID_GROUP_NOT_REVOKED,
                lists.groupRl() != null,
                verdict != EpidVerdict.GROUP_REVOKED,
                "revoked: " + verdict);
    }

    private boolean lists() {
        boolean given = lists.privRl() != null || lists.sigRl() != null || lists.verifierRl() != null;
        return asked(
                CheckName.EPID_LISTS,
                given,
                verdict != EpidVerdict.FOREIGN_REVOCATION_LIST,
                "a revocation list is of another group: " + verdict);
    }

    private boolean keyNotRevoked() {
        return asked(
                CheckName.EPID_KEY_NOT_REVOKED,
                lists.privRl() != null,
                verdict != EpidVerdict.KEY_REVOKED,
                "revoked: " + verdict);
    }

    /** A signature made for a list proves nothing to those who do not have the list. */
    private boolean sigRl() {
        if (lists.sigRl() == null) {
            ByteBuffer bytes = ByteBuffer.wrap(plain());
            String version = Integer.toUnsignedString(bytes.getInt(LIST_VERSION_AT));
            return bytes.getLong(LIST_VERSION_AT) == 0
                    ? notAsked(CheckName.EPID_SIG_RL)
                    : add(
                            CheckName.EPID_SIG_RL,
                            false,
                            "no list",
                            "version " + version,
                            "it was made for a signature revocation list of version " + version);
        }
        boolean same = verdict != EpidVerdict.SIGRL_VERSION_MISMATCH && verdict != EpidVerdict.SIGRL_SIZE_MISMATCH;
        return asked(
                CheckName.EPID_SIG_RL, true, same, "it was made for another signature revocation list: " + verdict);
    }

    private boolean signatureNotRevoked() {
        return asked(
                CheckName.EPID_SIGNATURE_NOT_REVOKED,
                lists.sigRl() != null,
                verdict != EpidVerdict.SIGNATURE_REVOKED,
                "revoked: " + verdict);
    }

    private boolean notRevokedByVerifier() {
        return asked(
                CheckName.EPID_NOT_REVOKED_BY_VERIFIER,
                lists.verifierRl() != null,
                verdict != EpidVerdict.VERIFIER_REVOKED,
                "revoked: " + verdict);
    }

    private byte[] plain() {
        return signature.orElseThrow().toArray();
    }

    private boolean asked(CheckName name, boolean asked, boolean passed, String reason) {
        return asked
                ? add(name, passed, EpidVerdict.VALID, passed ? EpidVerdict.VALID : verdict, reason)
                : notAsked(name);
    }

    private boolean notAsked(CheckName name) {
        checks.add(Check.notAsked(name));
        return true;
    }

    private boolean add(CheckName name, boolean passed, Object expected, Object actual, String reason) {
        checks.add(Check.of(name, passed, expected, actual, reason));
        return passed;
    }
}
