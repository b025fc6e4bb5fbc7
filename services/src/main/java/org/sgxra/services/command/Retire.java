package org.sgxra.services.command;

import java.io.PrintStream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
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
    public Options options() {
        return new Options()
                .addOption(Option.builder().longOpt("group").hasArg().get());
    }

    @Override
    public String usage() {
        return outOfDate
                ? "retire --group=GID             declare a group out of date: its members should join a newer one"
                : "unretire --group=GID           take that back";
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
