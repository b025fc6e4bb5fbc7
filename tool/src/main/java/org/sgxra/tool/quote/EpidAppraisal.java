package org.sgxra.tool.quote;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.GroupRl;
import org.sgxra.epid.PrivRl;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.epid.EpidQuoteVerdict;
import org.sgxra.verifier.epid.EpidQuoteVerifier;

/** Verifies EPID quotes with the keys and lists that the options name. */
final class EpidAppraisal {
    private static final int GID_SIZE = 4;

    private final Optional<GroupPublicKey> group;
    private final Optional<EpidQuoteDecryption> decryption;
    private final RevocationLists lists;

    private EpidAppraisal(
            Optional<GroupPublicKey> group, Optional<EpidQuoteDecryption> decryption, RevocationLists lists) {
        this.group = group;
        this.decryption = decryption;
        this.lists = lists;
    }

    /** Appends the options. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return table.group("What an EPID quote is verified with")
                .options(
                        CommandOption.value("epid-group", "FILE", "public key of the group, 260 bytes: gid, h1, h2, w"),
                        CommandOption.value(
                                "qsdk-key",
                                "FILE",
                                "RSA private key (PKCS #8) that signatures of quotes are encrypted for"),
                        CommandOption.value("sig-rl", "FILE", "signature revocation list, as in msg2"),
                        CommandOption.value(
                                "priv-rl", "FILE", "key revocation list: gid 4, version 4, number 4, keys of 32 bytes"),
                        CommandOption.value(
                                "group-rl", "FILE", "group revocation list: version 4, number 4, gids of 4 bytes"));
    }

    /** Reads a file of keys or lists. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(byte[] bytes) throws EpidException, MalformedMessageException, GeneralSecurityException;
    }

    /** @throws UsageException if a file cannot be read as what it should be */
    static EpidAppraisal of(GivenOptions options, ProcessStreams streams) throws UsageException {
        Optional<GroupRl> groupRl = read(options, "group-rl", streams, bytes -> GroupRl.parse(bytes, GID_SIZE));
        Optional<PrivRl> privRl = read(options, "priv-rl", streams, bytes -> PrivRl.parse(bytes, GID_SIZE));
        Optional<SigRl> sigRl = read(options, "sig-rl", streams, EpidAppraisal::sigRl);
        return new EpidAppraisal(
                read(options, "epid-group", streams, GroupPublicKey::parse),
                read(options, "qsdk-key", streams, EpidAppraisal::privateKey).map(EpidQuoteDecryption::new),
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
        return EpidQuoteVerifier.sigRl(SgxSigRl.parse(bytes));
    }

    /** The EPID signature in the clear; empty without the key, or if it was not encrypted for it. */
    Optional<ByteString> decrypt(EpidQuote quote) {
        return decryption.flatMap(key -> key.decrypt(quote.signature())).map(ByteString::of);
    }

    /**
     * What was found.
     *
     * @param outcome genuine or not, and if it is, whether its enclave is the one that is wanted
     * @param checks none without the keys
     */
    record Finding(Outcome outcome, List<Check> checks) {}

    Finding verify(EpidQuote quote, QuotePolicy policy) {
        if (group.isEmpty() || decryption.isEmpty()) {
            return new Finding(
                    Outcome.unknown(
                            "not verified: --epid-group and --qsdk-key are needed (sgx-ra decode only prints a quote)"),
                    List.of());
        }
        EpidQuoteVerdict verdict = new EpidQuoteVerifier(group.get(), decryption.get(), lists).verify(quote);
        List<Check> checks = new ArrayList<>(verdict.checks());
        Outcome genuine = outcome(quote, verdict);
        if (!genuine.isAcceptable()) {
            return new Finding(genuine, checks);
        }
        List<Check> wanted = policy.checksOf(quote);
        checks.addAll(wanted);
        String faults = wanted.stream().filter(Check::failed).map(Check::reason).collect(Collectors.joining("; "));
        return new Finding(faults.isEmpty() ? genuine : Outcome.notAcceptable(faults), checks);
    }

    private Outcome outcome(EpidQuote quote, EpidQuoteVerdict verdict) {
        return verdict.refusal()
                .map(refusal -> verdict.isGenuine()
                        ? Outcome.notAcceptable(refusal.reason() + hint(refusal))
                        : Outcome.notGenuine(refusal.reason()))
                .orElseGet(() -> Outcome.acceptable(
                        "signed by a member of group " + quote.body().gid() + checkedLists()));
    }

    private String hint(Check refusal) {
        return refusal.name() == CheckName.EPID_SIG_RL && lists.sigRl() == null ? "; name the list with --sig-rl" : "";
    }

    private String checkedLists() {
        boolean none = lists.groupRl() == null && lists.privRl() == null && lists.sigRl() == null;
        return none ? "; no revocation lists were given" : ", not revoked by the given lists";
    }
}
