package org.sgxra.services.command;

import java.io.PrintStream;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.RegistryFile;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;

/** Shows all groups, platforms and certificates, and what is revoked. */
final class ListGroups implements Command {
    private static final int SHOWN = 20;

    @Override
    public OptionTable table() {
        return Command.table(Command.named("list")
                .purpose("Shows groups and what is revoked; for DCAP, platforms and their certificates.")
                .example("run-ias list", "All groups of the checkout's emulator."));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        Groups groups = arguments.store().groups();
        out.println("list of revoked groups: version " + groups.groupRlVersion() + ", "
                + groups.all().stream()
                        .filter(g -> g.revocationReason().isPresent())
                        .count() + " entries");
        Optional<Group> joinable = groups.joinable();
        for (Group group : groups.all()) {
            out.println("group " + group.gid()
                    + group.revocationReason()
                            .map(r -> ", revoked: " + r + " " + CrlReason.name(r))
                            .orElse("")
                    + (group.outOfDate() ? ", out of date" : "")
                    + (joinable.filter(group::equals).isPresent() ? ", joined by new platforms" : ""));
            print(out, "signatures", group.sigRl());
            print(out, "keys", group.privRl());
        }
        if (RegistryFile.exists(arguments.state())) {
            new ListCertificates(arguments.state()).print(out);
        }
        return 0;
    }

    private static void print(PrintStream out, String what, Group.Revocations list) {
        out.println("  revoked " + what + ": version " + list.version() + ", "
                + list.entries().size() + " entries");
        int number = 0;
        for (ByteString entry : list.entries()) {
            if (++number > SHOWN) {
                out.println("    and " + (list.entries().size() - SHOWN) + " more");
                return;
            }
            // K tells members apart, B only service providers; a key stays secret.
            out.println("    " + number
                    + (entry.size() == 32 ? "" : "  B " + entry.slice(0, 8) + "… K " + entry.slice(64, 72) + "…"));
        }
    }
}
