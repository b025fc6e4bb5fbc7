package org.sgxra.runtime.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The completion for bash 4.4 and later, without the package bash-completion. */
final class BashCompletion {
    private static final String BODY = """
            %1$s() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
                # An equals sign is a word of its own.
                if [ "$current" = = ]; then
                    current=
                elif [ "$previous" = = ] && [ "$COMP_CWORD" -gt 1 ]; then
                    previous=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                COMPREPLY=()
            """;

    private BashCompletion() {}

    /** The script, to be sourced. */
    static String of(OptionTable table) {
        StringBuilder script = new StringBuilder(
                "# Completion of " + String.join(", ", Completion.names(table)) + " for bash: source it.\n");
        table.subcommands().forEach(subcommand -> script.append(function(subcommand)));
        script.append(function(table));
        return script.append("complete -F ")
                .append(Completion.function(table))
                .append(' ')
                .append(String.join(" ", Completion.names(table)))
                .append('\n')
                .toString();
    }

    private static String function(OptionTable table) {
        return BODY.formatted(Completion.function(table))
                + dispatch(table)
                + "    case $previous in\n"
                + values(table)
                + "    esac\n"
                + words(table)
                + "}\n";
    }

    /** After the name of a command inside this one, its own function. */
    private static String dispatch(OptionTable table) {
        if (table.subcommands().isEmpty()) {
            return "";
        }
        String cases = table.subcommands().stream()
                .map(s -> "            " + s.lastName() + ") " + Completion.function(s) + "; return ;;\n")
                .collect(Collectors.joining());
        return "    local word\n"
                + "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                + "        case $word in\n" + cases + "        esac\n"
                + "    done\n";
    }

    private static String values(OptionTable table) {
        StringBuilder cases = new StringBuilder();
        for (CommandOption option : table.options()) {
            if (!option.choices().isEmpty()) {
                cases.append("        ")
                        .append(pattern(option))
                        .append(")\n")
                        .append(choices(option))
                        .append("            return ;;\n");
            }
        }
        Predicate<CommandOption> choice = o -> !o.choices().isEmpty();
        files(cases, table, CommandOption::takesFolder, "-d");
        files(cases, table, CommandOption::takesFile, "-f");
        Predicate<CommandOption> named = o -> o.takesFile() || o.takesFolder();
        String others = patterns(table, choice.or(named).negate());
        return cases + (others.isEmpty() ? "" : "        " + others + ") return ;;\n");
    }

    private static String choices(CommandOption option) {
        String words = "'" + String.join(" ", option.choices()) + "'";
        return option.takesList()
                ? "            mapfile -t COMPREPLY < <(compgen -P \"${current%\"${current##*,}\"}\" -W " + words
                        + " -- \"${current##*,}\")\n"
                : "            mapfile -t COMPREPLY < <(compgen -W " + words + " -- \"$current\")\n";
    }

    private static void files(
            StringBuilder cases, OptionTable table, Predicate<CommandOption> which, String generator) {
        String patterns = patterns(table, which);
        if (!patterns.isEmpty()) {
            cases.append("        ")
                    .append(patterns)
                    .append(")\n")
                    .append(files("            ", generator))
                    .append("            return ;;\n");
        }
    }

    private static String files(String indent, String generator) {
        return indent + "compopt -o filenames 2>/dev/null\n" + indent + "mapfile -t COMPREPLY < <(compgen " + generator
                + " -- \"$current\")\n";
    }

    private static String patterns(OptionTable table, Predicate<CommandOption> which) {
        return table.options().stream()
                .filter(CommandOption::hasArgument)
                .filter(which)
                .map(BashCompletion::pattern)
                .collect(Collectors.joining(" | "));
    }

    private static String pattern(CommandOption option) {
        return (option.letter() == 0 ? "" : "-" + option.letter() + " | ")
                + option.longNames().stream().map(n -> "--" + n).collect(Collectors.joining(" | "));
    }

    private static String words(OptionTable table) {
        String options = table.options().stream()
                .flatMap(o -> o.longNames().stream().map(n -> "--" + n + (o.hasArgument() ? "=" : "")))
                .collect(Collectors.joining(" "));
        List<String> commands =
                table.subcommands().stream().map(OptionTable::lastName).toList();
        String operands = !commands.isEmpty()
                ? "    else\n        mapfile -t COMPREPLY < <(compgen -W '" + String.join(" ", commands)
                        + "' -- \"$current\")\n"
                : Completion.takesFiles(table) ? "    else\n" + files("        ", "-f") : "";
        return "    if [ \"${current:0:1}\" = - ]; then\n"
                + "        mapfile -t COMPREPLY < <(compgen -W '" + options + "' -- \"$current\")\n"
                + "        case ${COMPREPLY[0]-} in *=) compopt -o nospace 2>/dev/null ;; esac\n"
                + operands
                + "    fi\n";
    }
}
