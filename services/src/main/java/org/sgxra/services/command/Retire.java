package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;

/** Declares a group out of date, or takes that back. */
final class Retire implements Command {
    private final boolean outOfDate;

    Retire(boolean outOfDate) {
        this.outOfDate = outOfDate;
    }

    @Override
    public OptionTable table() {
        return Command.table(Command.named(outOfDate ? "retire" : "unretire")
                .purpose(
                        outOfDate
                                ? "Declares a group out of date: its members should join a newer one."
                                : "Takes back that a group is out of date.")
                .options(value("group", "GID", "8 hexadecimal digits; required"))
                .example("run-ias " + (outOfDate ? "retire" : "unretire") + " --group=0000000b", "One group."));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        GroupStore store = arguments.store();
        Group group = Arguments.group(store.groups(), arguments.required("group"));
        store.change(groups ->
                groups.replacing(groups.find(group.gid()).orElseThrow().withOutOfDate(outOfDate)));
        out.println("group " + group.gid() + (outOfDate ? " is out of date" : " is not out of date any more"));
        return 0;
    }
}
