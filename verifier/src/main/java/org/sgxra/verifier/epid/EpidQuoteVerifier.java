package org.sgxra.verifier.epid;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;

/**
 * Verifies EPID quotes without an attestation service, for those who have what IAS had: the public key of the group, and the private
 * key that quoting enclaves encrypt their signatures for. Intel's are not public; those of an own group are (docs/spec/epid2.md).
 * Needs {@code sgxra-epid} beside the library. Immutable; safe for use by many threads.
 */
// Its types are of a module that only those require who call it.
@SuppressWarnings("exports")
public final class EpidQuoteVerifier {
    private final GroupPublicKey group;
    private final EpidVerifier verifier;
    private final EpidQuoteDecryption decryption;
    private final RevocationLists lists;

    /**
     * @param group public key of the group that the quotes are of
     * @param decryption has the private key that signatures are encrypted for
     * @param lists revocation lists to check; what is null is not asked for
     */
    public EpidQuoteVerifier(GroupPublicKey group, EpidQuoteDecryption decryption, RevocationLists lists) {
        this.group = Objects.requireNonNull(group);
        this.verifier = new EpidVerifier(group, HashAlgorithm.SHA_256);
        this.decryption = Objects.requireNonNull(decryption);
        this.lists = Objects.requireNonNull(lists);
    }

    /** A signature revocation list as msg2 carries it, for {@link RevocationLists}; its own signature is not looked at. */
    public static SigRl sigRl(SgxSigRl list) throws EpidException {
        List<byte[]> entries = list.entries().stream().map(ByteString::toArray).toList();
        return SigRl.of(list.gid().bigEndian().toArray(), Integer.toUnsignedLong(list.version()), entries);
    }

    /** Judges a quote. Any quote has a verdict. */
    public EpidQuoteVerdict verify(EpidQuote quote) {
        Optional<ByteString> signature = decryption.decrypt(quote.signature()).map(ByteString::of);
        EpidQuoteChecks checks = new EpidQuoteChecks(group, verifier, lists, quote, signature);
        return new EpidQuoteVerdict(checks.check(), signature);
    }
}
