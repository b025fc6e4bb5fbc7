package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.Wording;
import org.sgxra.runtime.state.StateException;

/** A command of {@code ias} other than running the emulator. */
public interface Command {
    /** Where the emulator's state is. */
    CommandOption STATE =
            value("state", "DIR", "directory for keys, certificates, groups").standard("state/ias");
    /** How much to tell. */
    CommandOption VERBOSE = flag("verbose", "a line for each request").letter('v');
    /** How much to tell. */
    CommandOption DEBUG = flag("debug", "and why connections ended").letter('d');

    /** Its name, and all its options. */
    OptionTable table();

    /**
     * Does it.
     *
     * @param out takes the result
     * @return exit code: 0, or 2 if what was to be verified is refused
     */
    int run(Arguments arguments, PrintStream out) throws CommandException, StateException;

    /** Begins the table of a command. */
    static OptionTable.Builder named(String name) {
        return OptionTable.named("ias " + name).wording(Wording.ASSIGNED).group("Options");
    }

    /** Ends it with what all commands have. */
    static OptionTable table(OptionTable.Builder own) {
        return own.group("General")
                .options(STATE, VERBOSE, DEBUG)
                .exitCode(0, "done")
                .exitCode(1, "usage, or it cannot be done")
                .build();
    }

    /** All commands by their names, in the order of the help. */
    static Map<String, Command> all() {
        Map<String, Command> all = new LinkedHashMap<>();
        for (Command command : List.of(
                new ListGroups(),
                new NewGroup(),
                new Retire(true),
                new Retire(false),
                new Revoke(true),
                new Revoke(false),
                new Withdraw(true),
                new Withdraw(false),
                new VerifyQuote())) {
            all.put(command.table().lastName(), command);
        }
        return all;
    }
}
