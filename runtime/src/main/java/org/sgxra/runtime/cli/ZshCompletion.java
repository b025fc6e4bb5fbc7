package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The completion for zsh: a function for {@code _arguments}. */
final class ZshCompletion {
    private ZshCompletion() {}

    /** The script, to be sourced after {@code compinit}, or a file {@code _NAME} in the function path. */
    static String of(OptionTable table) {
        String names = String.join(" ", Completion.names(table));
        StringBuilder script = new StringBuilder("#compdef " + names + "\n");
        table.subcommands().forEach(subcommand -> script.append(function(subcommand)));
        return script.append(function(table))
                .append("if [ \"${funcstack[1]}\" = _" + table.command() + " ]; then\n")
                .append("    " + Completion.function(table) + " \"$@\"\n")
                .append("else\n")
                .append("    compdef " + Completion.function(table) + " " + names + "\n")
                .append("fi\n")
                .toString();
    }

    private static String function(OptionTable table) {
        List<String> specifications = new ArrayList<>(table.options().stream()
                .flatMap(o -> specifications(o).stream())
                .toList());
        boolean commands = !table.subcommands().isEmpty();
        if (commands) {
            specifications.add("'1:command:("
                    + table.subcommands().stream().map(OptionTable::lastName).collect(Collectors.joining(" ")) + ")'");
            specifications.add("'*::argument:->argument'");
        } else if (Completion.takesFiles(table)) {
            specifications.add("'*:file:_files'");
        }
        return Completion.function(table) + "() {\n"
                + (commands ? "    local state line\n" : "")
                + "    _arguments -s " + (commands ? "-C " : "") + "\\\n        "
                + String.join(" \\\n        ", specifications) + "\n"
                + (commands ? dispatch(table) : "")
                + "}\n";
    }

    private static String dispatch(OptionTable table) {
        return "    case $line[1] in\n"
                + table.subcommands().stream()
                        .map(s -> "        " + s.lastName() + ") " + Completion.function(s) + " ;;\n")
                        .collect(Collectors.joining())
                + "    esac\n";
    }

    /** Each name of an option excludes none: of a repeated one the last counts. */
    private static List<String> specifications(CommandOption option) {
        String rest = "[" + quoted(option.meaning()) + "]" + (option.hasArgument() ? action(option) : "");
        List<String> all = new ArrayList<>();
        if (option.letter() != 0) {
            all.add("'*-" + option.letter() + (option.hasArgument() ? "+" : "") + rest + "'");
        }
        option.longNames().forEach(n -> all.add("'*--" + n + (option.hasArgument() ? "=" : "") + rest + "'"));
        return all;
    }

    private static String action(CommandOption option) {
        String message = ":" + quoted(option.argument()) + ":";
        if (!option.choices().isEmpty()) {
            String values = "(" + String.join(" ", option.choices()) + ")";
            return message
                    + (option.takesList() ? "_sequence compadd - " + String.join(" ", option.choices()) : values);
        }
        return message + (option.takesFolder() ? "_files -/" : option.takesFile() ? "_files" : "");
    }

    private static String quoted(String words) {
        return words.replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace(":", "\\:")
                .replace("'", "'\\''");
    }
}
