package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/** The help of a command, at most 80 columns wide. */
final class HelpText {
    private static final int WIDTH = 80;
    private static final int MAX_NAMES = 35;

    private final OptionTable table;
    private final StringBuilder text = new StringBuilder();

    HelpText(OptionTable table) {
        this.table = table;
        usage();
        paragraph(table.purpose());
        if (!table.startedBy().isEmpty()) {
            paragraph(String.join(", ", table.startedBy())
                    + " starts it with options from settings and policy first; the last"
                    + " of a repeated option counts.");
        }
        subcommands();
        options();
        examples();
        exitCodes();
    }

    /** The command with what may follow it. */
    static String synopsis(OptionTable table) {
        return table.command() + " [ options ]" + (table.operands().isEmpty() ? "" : " " + table.operands());
    }

    private void usage() {
        if (table.needsSubcommand()) {
            line("usage: " + table.command() + " COMMAND [ options ]");
        } else {
            line("usage: " + synopsis(table));
            if (!table.subcommands().isEmpty()) {
                line("       " + table.command() + " COMMAND [ options ]");
            }
        }
    }

    private void paragraph(String words) {
        if (!words.isEmpty()) {
            text.append('\n');
            wrap(words, WIDTH).forEach(this::line);
        }
    }

    private void subcommands() {
        if (table.subcommands().isEmpty()) {
            return;
        }
        line("");
        line("Commands (" + table.command() + " COMMAND --help lists the options of one):");
        int width =
                width(table.subcommands().stream().map(s -> "  " + s.lastName()).toList());
        for (OptionTable subcommand : table.subcommands()) {
            entry("  " + subcommand.lastName(), width, subcommand.purpose());
        }
    }

    private void options() {
        int width = width(table.options().stream().map(HelpText::names).toList());
        for (String group : table.groups()) {
            line("");
            line(group + ":");
            table.options().stream()
                    .filter(o -> o.group().equals(group))
                    .forEach(o -> entry(names(o), width, o.description()));
        }
    }

    private static String names(CommandOption option) {
        return "  "
                + (option.letter() == 0 ? "    " : "-" + option.letter() + ", ")
                + "--" + option.name()
                + (option.hasArgument() ? "=" + option.argument() : "");
    }

    private static int width(List<String> names) {
        return names.stream()
                .mapToInt(n -> n.length() + 2)
                .filter(n -> n <= MAX_NAMES)
                .max()
                .orElse(MAX_NAMES);
    }

    private void entry(String names, int width, String meaning) {
        List<String> lines = wrap(meaning, WIDTH - width);
        boolean fits = names.length() + 2 <= width;
        line(fits ? names + " ".repeat(width - names.length()) + lines.get(0) : names);
        lines.subList(fits ? 1 : 0, lines.size()).forEach(l -> line(" ".repeat(width) + l));
    }

    private void examples() {
        if (table.examples().isEmpty()) {
            return;
        }
        line("");
        line("Examples:");
        for (OptionTable.Example example : table.examples()) {
            // As it could be typed: a backslash joins lines.
            line("  " + String.join(" \\\n    ", wrap(example.line(), WIDTH - 6)));
            wrap(example.meaning(), WIDTH - 6).forEach(l -> line("      " + l));
        }
    }

    private void exitCodes() {
        if (table.exitCodes().isEmpty()) {
            return;
        }
        line("");
        line("Exit codes:");
        for (OptionTable.ExitCode code : table.exitCodes()) {
            entry("  " + code.code(), 5, code.meaning());
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Breaks words into lines of at most {@code width} characters; at least one line. */
    static List<String> wrap(String words, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
