package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.Groups;
import org.sgxra.services.state.KeyRing;

/** Revokes signatures, keys, groups and certificates, or takes that back; a running emulator goes by it at once. */
final class Revoke implements Command {
    /** With longer lists neither the list fits into an answer that sp takes, nor a quote into a request of 1 MiB. */
    private static final int MAX_RANDOM = 4_000;

    private final boolean revoking;

    Revoke(boolean revoking) {
        this.revoking = revoking;
    }

    @Override
    public OptionTable table() {
        OptionTable.Builder table = Command.named(revoking ? "revoke" : "unrevoke")
                .purpose(
                        revoking
                                ? "Revokes signatures, keys and groups of EPID, and certificates of DCAP; a running emulator "
                                        + "goes by it at once."
                                : "Takes back what revoke did with the same argument.")
                .options(
                        value("quote", "FILE", "the signer of a quote, for the SPID it was made for"),
                        value("report", "FILE", "the same from a report (JSON body) on a linkable quote"),
                        value("key", "FILE", "a member's private key (epid_blob, or a key of 132 bytes)"),
                        value("group", "GID", "a whole group, 8 hexadecimal digits"),
                        value(
                                "pck",
                                "SERIAL",
                                "a PCK certificate: its serial number in hexadecimal digits, or a PEM file"),
                        value("pck-ca", "CA", "the CA that certifies platforms: processor or platform"),
                        flag("tcb-signing", "the signer of TCB info and QE identity"));
        return Command.table(
                revoking
                        ? table.options(
                                        value("signature", "FILE", "with --report: X-IASReport-Signature, base64"),
                                        value(
                                                "chain",
                                                "FILE",
                                                "with --report: X-IASReport-Signing-Certificate, PEM or percent-encoded"),
                                        value(
                                                "reason",
                                                "N",
                                                "with --group or a certificate: why, a number or a name of RFC 5280 section "
                                                        + "5.3.1 (default: unspecified for a group, keyCompromise for a "
                                                        + "certificate)"),
                                        value(
                                                "random",
                                                "N",
                                                "with --group: add N signatures of nobody to its list, for trying long ones"))
                                .example("run-ias revoke --key=state/platform/epid_blob", "The key of a platform.")
                                .example("run-ias revoke --pck-ca=platform", "All SOFT platforms, as far as DCAP goes.")
                        : table.options(flag("all-signatures", "with --group: empty its list of revoked signatures"))
                                .example("run-ias unrevoke --group=0000000b", "A group that was revoked."));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        StateDirectory state = arguments.state();
        GroupStore store = arguments.store();
        List<RevokedCertificates.Target> certificates = RevokedCertificates.targets(state, arguments);
        RevokedSignatures reader = new RevokedSignatures(state, store.groups());
        int targets = arguments.values("quote").size()
                + arguments.values("report").size()
                + arguments.values("key").size()
                + arguments.values("group").size()
                + certificates.size();
        if (targets == 0) {
            throw new CommandException((revoking ? "revoke" : "unrevoke")
                    + " needs --quote, --report, --key, --group, --pck, --pck-ca or --tcb-signing");
        }
        List<RevokedSignatures.Entry> entries = new ArrayList<>();
        for (String file : arguments.values("quote")) {
            entries.add(reader.ofQuote(file));
        }
        entries.addAll(reports(arguments, reader));
        for (RevokedSignatures.Entry entry : entries) {
            out.println(changeSignatures(state, store, entry.gid(), List.of(entry.pseudonym())));
        }
        for (String file : arguments.values("key")) {
            out.println(changeKey(store, RevokedKeys.read(file, store.groups())));
        }
        for (String gid : arguments.values("group")) {
            out.println(changeGroup(state, store, Arguments.group(store.groups(), gid), arguments));
        }
        Optional<Integer> reason = revoking
                ? Optional.of(CrlReason.parse(arguments.value("reason").orElse("keyCompromise")))
                : Optional.empty();
        for (RevokedCertificates.Target target : certificates) {
            out.println(RevokedCertificates.change(state, target, reason));
        }
        return 0;
    }

    /** Taking back needs no proof: whoever may do that may empty the list. */
    private List<RevokedSignatures.Entry> reports(Arguments arguments, RevokedSignatures reader)
            throws CommandException, StateException {
        List<String> bodies = arguments.values("report");
        List<String> signatures = revoking ? arguments.values("signature") : List.of();
        List<String> chains = revoking ? arguments.values("chain") : List.of();
        if (revoking && (signatures.size() != bodies.size() || chains.size() != bodies.size())) {
            throw new CommandException(
                    "each --report needs its --signature and its --chain: anybody can write a report");
        }
        List<RevokedSignatures.Entry> entries = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            entries.add(
                    revoking
                            ? reader.ofSignedReport(bodies.get(i), signatures.get(i), chains.get(i))
                            : reader.ofReport(bodies.get(i)));
        }
        return entries;
    }

    /** Revoking what is revoked, or the reverse, changes nothing and is said. */
    private String changeSignatures(StateDirectory state, GroupStore store, EpidGroupId gid, List<ByteString> entries)
            throws StateException {
        P256KeyPair signer = KeyRing.epidSigningKey(state);
        return change(store, gid, groups -> {
            Group group = groups.find(gid).orElseThrow();
            Group.Revocations list = group.sigRl();
            boolean listed = list.entries().containsAll(entries);
            if (listed == revoking) {
                return null;
            }
            Group.Revocations next = revoking ? list.with(entries) : list.without(entries.get(0));
            return groups.replacing(GroupStore.withSigRl(group, next, signer));
        });
    }

    private String changeKey(GroupStore store, RevokedKeys.Entry entry) throws StateException {
        return change(store, entry.gid(), groups -> {
            Group group = groups.find(entry.gid()).orElseThrow();
            Group.Revocations list = group.privRl();
            if (list.entries().contains(entry.key()) == revoking) {
                return null;
            }
            return groups.replacing(
                    group.withPrivRl(revoking ? list.with(List.of(entry.key())) : list.without(entry.key())));
        });
    }

    private String changeGroup(StateDirectory state, GroupStore store, Group group, Arguments arguments)
            throws CommandException, StateException {
        Optional<Integer> random = revoking ? arguments.number("random", MAX_RANDOM) : Optional.empty();
        if (random.isPresent()) {
            return changeSignatures(state, store, group.gid(), RevokedSignatures.ofNobody(group, random.get()));
        }
        if (!revoking && arguments.has("all-signatures")) {
            P256KeyPair signer = KeyRing.epidSigningKey(state);
            return change(store, group.gid(), groups -> {
                Group now = groups.find(group.gid()).orElseThrow();
                return now.sigRl().entries().isEmpty()
                        ? null
                        : groups.replacing(GroupStore.withSigRl(
                                now, new Group.Revocations(now.sigRl().version() + 1, List.of()), signer));
            });
        }
        Optional<Integer> reason = revoking
                ? Optional.of(CrlReason.parse(arguments.value("reason").orElse("unspecified")))
                : Optional.empty();
        return change(
                store,
                group.gid(),
                groups ->
                        groups.replacing(groups.find(group.gid()).orElseThrow().withRevocationReason(reason)));
    }

    /** Changes a group, and tells what it is like now. */
    private static String change(GroupStore store, EpidGroupId gid, GroupStore.Change change) throws StateException {
        AtomicBoolean changed = new AtomicBoolean();
        Groups now = store.change(groups -> {
            Groups next = change.apply(groups);
            changed.set(next != null && !next.equals(groups));
            return changed.get() ? next : null;
        });
        return state(now, gid) + (changed.get() ? "" : "; it was so before, nothing has changed");
    }

    private static String state(Groups groups, EpidGroupId gid) {
        Group group = groups.find(gid).orElseThrow();
        return "group " + gid
                + group.revocationReason()
                        .map(r -> " is revoked (" + CrlReason.name(r) + ")")
                        .orElse("")
                + ": " + group.sigRl().entries().size() + " revoked signatures (version "
                + group.sigRl().version() + "), "
                + group.privRl().entries().size() + " revoked keys (version "
                + group.privRl().version() + ")";
    }
}
