package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/** The completion of a command's options for shells. */
final class Completion {
    private Completion() {}

    /** The script for the shell that the option names. */
    static String of(OptionTable table, OptionValue shell) throws UsageException {
        return switch (shell.value()) {
            case "bash" -> BashCompletion.of(table);
            case "zsh" -> ZshCompletion.of(table);
            case "fish" -> FishCompletion.of(table);
            default -> throw shell.fault("is none of bash, zsh and fish");
        };
    }

    /** All words under which a command is called. */
    static List<String> names(OptionTable table) {
        List<String> names = new ArrayList<>(List.of(table.command()));
        names.addAll(table.startedBy());
        return names;
    }

    /** A name for a shell function. */
    static String function(OptionTable table) {
        return "_sgxra_" + table.command().replaceAll("[^a-z0-9]", "_");
    }

    /** True if what may follow the options are files. */
    static boolean takesFiles(OptionTable table) {
        return table.operands().contains("FILE");
    }
}
