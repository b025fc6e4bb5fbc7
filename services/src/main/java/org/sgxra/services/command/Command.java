package org.sgxra.services.command;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;
import org.sgxra.runtime.state.StateException;

/** A command of {@code ias} other than running the emulator. */
public interface Command {
    /** The options it takes beside --state. */
    Options options();

    /** How it is used, a line or more. */
    String usage();

    /**
     * Does it.
     *
     * @param out takes the result
     * @return exit code: 0, or 2 if what was to be verified is refused
     */
    int run(Arguments arguments, PrintStream out) throws CommandException, StateException;

    /** All commands by their names. */
    static Map<String, Command> all() {
        return new TreeMap<>(Map.of(
                "list",
                new ListGroups(),
                "new-group",
                new NewGroup(),
                "retire",
                new Retire(true),
                "unretire",
                new Retire(false),
                "revoke",
                new Revoke(true),
                "unrevoke",
                new Revoke(false),
                "verify-quote",
                new VerifyQuote(),
                "verify-report",
                new VerifyReport()));
    }
}
