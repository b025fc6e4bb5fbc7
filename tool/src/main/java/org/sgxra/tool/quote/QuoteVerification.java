package org.sgxra.tool.quote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.GroupRl;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.PrivRl;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.Outcome;

/** Verifies quotes with the keys and lists that the options name. */
final class QuoteVerification {
    private static final int GID_SIZE = 4;
    /** Offset of the list's version and number of entries, u32 big-endian each, in an EPID signature. */
    private static final int LIST_VERSION_AT = 352;

    private final Optional<GroupPublicKey> group;
    private final Optional<EpidQuoteDecryption> decryption;
    private final RevocationLists lists;

    private QuoteVerification(
            Optional<GroupPublicKey> group, Optional<EpidQuoteDecryption> decryption, RevocationLists lists) {
        this.group = group;
        this.decryption = decryption;
        this.lists = lists;
    }

    /** Reads a file of keys or lists. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(byte[] bytes) throws EpidException, MalformedMessageException, GeneralSecurityException;
    }

    /** @throws UsageException if a file cannot be read as what it should be */
    static QuoteVerification of(GivenOptions options, ProcessStreams streams) throws UsageException {
        Optional<GroupRl> groupRl = read(options, "group-rl", streams, bytes -> GroupRl.parse(bytes, GID_SIZE));
        Optional<PrivRl> privRl = read(options, "priv-rl", streams, bytes -> PrivRl.parse(bytes, GID_SIZE));
        Optional<SigRl> sigRl = read(options, "sig-rl", streams, QuoteVerification::sigRl);
        return new QuoteVerification(
                read(options, "epid-group", streams, GroupPublicKey::parse),
                read(options, "qsdk-key", streams, QuoteVerification::privateKey)
                        .map(EpidQuoteDecryption::new),
                new RevocationLists(groupRl.orElse(null), privRl.orElse(null), sigRl.orElse(null), null));
    }

    private static <T> Optional<T> read(GivenOptions options, String option, ProcessStreams streams, Reader<T> reader)
            throws UsageException {
        if (!options.has(option)) {
            return Optional.empty();
        }
        OptionValue value = options.required(option);
        try {
            ByteString content = InputFile.of(value.value(), streams).content();
            return Optional.of(reader.read(bytes(content)));
        } catch (NotDecodableException | EpidException | MalformedMessageException | GeneralSecurityException e) {
            throw new UsageException(value.name() + ": " + value.value() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ByteString content) throws NotDecodableException, PemFormatException {
        String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        Optional<Pem> block = text.startsWith("-----BEGIN ") ? Pem.find(text, 0) : Optional.empty();
        return block.isPresent()
                ? block.get().der()
                : Encoded.of(content).bytes().toArray();
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static SigRl sigRl(byte[] bytes) throws EpidException, MalformedMessageException {
        SgxSigRl list = SgxSigRl.parse(bytes);
        List<byte[]> entries = list.entries().stream().map(ByteString::toArray).toList();
        return SigRl.of(list.gid().bigEndian().toArray(), Integer.toUnsignedLong(list.version()), entries);
    }

    /** The EPID signature in the clear; empty without the key, or if it was not encrypted for it. */
    Optional<ByteString> decrypt(EpidQuote quote) {
        return decryption.flatMap(key -> key.decrypt(quote.signature())).map(ByteString::of);
    }

    Outcome verify(EpidQuote quote) {
        if (group.isEmpty() || decryption.isEmpty()) {
            return Outcome.notGenuine(
                    "not verified: --epid-group and --qsdk-key are needed (sgx-ra decode only prints a quote)");
        }
        if (!ByteString.of(group.get().groupId()).equals(quote.body().gid().bigEndian())) {
            return Outcome.notGenuine("the quote is of group " + quote.body().gid() + ", the key of group "
                    + ByteString.of(group.get().groupId()));
        }
        Optional<ByteString> signature = decrypt(quote);
        return signature.isEmpty()
                ? Outcome.notGenuine("the signature is malformed, or not encrypted for the given key")
                : verify(quote, signature.get().toArray());
    }

    private Outcome verify(EpidQuote quote, byte[] signature) {
        var verdict = new EpidVerifier(group.get(), HashAlgorithm.SHA_256)
                .verify(
                        signature,
                        quote.body().encode(),
                        quote.body().basename().toArray(),
                        lists);
        return switch (verdict) {
            case VALID ->
                lists.sigRl() == null && ByteBuffer.wrap(signature).getLong(LIST_VERSION_AT) != 0
                        ? Outcome.notAcceptable("it was made for a signature revocation list of version "
                                + Integer.toUnsignedString(
                                        ByteBuffer.wrap(signature).getInt(LIST_VERSION_AT))
                                + "; name the list with --sig-rl")
                        : Outcome.acceptable(
                                "signed by a member of group " + quote.body().gid() + checkedLists());
            case GROUP_REVOKED, KEY_REVOKED, SIGNATURE_REVOKED, VERIFIER_REVOKED ->
                Outcome.notAcceptable("revoked: " + verdict);
            case SIGRL_VERSION_MISMATCH, SIGRL_SIZE_MISMATCH ->
                Outcome.notAcceptable("it was made for another signature revocation list: " + verdict);
            case FOREIGN_REVOCATION_LIST -> Outcome.notAcceptable("a revocation list is of another group: " + verdict);
            case INVALID, BAD_SIGNATURE_LENGTH ->
                Outcome.notGenuine(
                        "the EPID signature is not one of group " + quote.body().gid() + ": " + verdict);
        };
    }

    private String checkedLists() {
        boolean none = lists.groupRl() == null && lists.privRl() == null && lists.sigRl() == null;
        return none ? "; no revocation lists were given" : ", not revoked by the given lists";
    }
}
