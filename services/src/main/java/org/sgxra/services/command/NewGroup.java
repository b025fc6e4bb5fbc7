package org.sgxra.services.command;

import java.io.PrintStream;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.Groups;

/** Makes another EPID group; platforms that are provisioned from now on join it. */
final class NewGroup implements Command {
    @Override
    public OptionTable table() {
        return Command.table(Command.named("new-group")
                .purpose("Makes an EPID group; platforms join it from now on.")
                .example("run-ias new-group", "In the checkout's emulator."));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        Groups groups = arguments.store().change(old -> old.with(GroupStore.newGroup(old)));
        Group made = groups.all().get(groups.all().size() - 1);
        out.println("new group " + made.gid());
        return 0;
    }
}
