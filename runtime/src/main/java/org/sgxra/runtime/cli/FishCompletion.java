package org.sgxra.runtime.cli;

import java.util.stream.Collectors;

/** The completion for fish. */
final class FishCompletion {
    private FishCompletion() {}

    /** The script, to be sourced, or a file in {@code ~/.config/fish/completions}. */
    static String of(OptionTable table) {
        StringBuilder script = new StringBuilder();
        String commands =
                table.subcommands().stream().map(OptionTable::lastName).collect(Collectors.joining(" "));
        String none = commands.isEmpty() ? "" : " -n 'not __fish_seen_subcommand_from " + commands + "'";
        for (String name : Completion.names(table)) {
            if (!Completion.takesFiles(table)) {
                script.append("complete -c ").append(name).append(" -f\n");
            }
            table.options().forEach(o -> script.append(line(name, none, o)));
            for (OptionTable subcommand : table.subcommands()) {
                script.append("complete -c " + name + none + " -a " + subcommand.lastName() + " -d '"
                        + quoted(subcommand.purpose()) + "'\n");
                String seen = " -n '__fish_seen_subcommand_from " + subcommand.lastName() + "'";
                subcommand.options().forEach(o -> script.append(line(name, seen, o)));
            }
        }
        return script.toString();
    }

    private static String line(String name, String condition, CommandOption option) {
        return "complete -c " + name + condition
                + (option.letter() == 0 ? "" : " -s " + option.letter())
                + option.longNames().stream().map(n -> " -l " + n).collect(Collectors.joining())
                + argument(option)
                + " -d '" + quoted(option.meaning()) + "'\n";
    }

    private static String argument(CommandOption option) {
        if (!option.hasArgument()) {
            return "";
        }
        if (!option.choices().isEmpty()) {
            return " -x -a '" + String.join(" ", option.choices()) + "'";
        }
        return option.takesFolder() ? " -x -a '(__fish_complete_directories)'" : option.takesFile() ? " -r -F" : " -x";
    }

    private static String quoted(String words) {
        return words.replace("\\", "\\\\").replace("'", "\\'");
    }
}
