package org.sgxra.runtime.cli;

/** A manual page of section 1, in the language of man(7). */
final class ManualPage {
    private final OptionTable table;
    private final StringBuilder text = new StringBuilder();

    ManualPage(OptionTable table) {
        this.table = table;
        // No date: the same sources give the same page.
        macro(".TH \"" + fileName().replaceAll("\\.1$", "").toUpperCase(java.util.Locale.ROOT) + "\" 1 \"\" \"sgx-ra "
                + Version.number() + "\" \"SGX remote attestation\"");
        macro(".SH NAME");
        words(table.command().replace(' ', '-') + " \\- ", table.purpose().replaceAll("\\.( .*)?$", ""));
        macro(".SH SYNOPSIS");
        words("", HelpText.synopsis(table));
        macro(".SH DESCRIPTION");
        words("", table.purpose());
        startedBy();
        subcommands();
        options();
        examples();
        exitCodes();
    }

    /** Name of the file: {@code sp.1}, {@code ias-list.1}. */
    String fileName() {
        return table.command().replace(' ', '-') + ".1";
    }

    private void startedBy() {
        if (!table.startedBy().isEmpty()) {
            macro(".PP");
            words(
                    "",
                    String.join(", ", table.startedBy())
                            + " starts it with options from the files settings and policy before those that it is given.");
        }
    }

    private void subcommands() {
        if (table.subcommands().isEmpty()) {
            return;
        }
        macro(".SH COMMANDS");
        for (OptionTable subcommand : table.subcommands()) {
            macro(".TP");
            words("\\fB", subcommand.lastName(), "\\fR");
            words("", subcommand.purpose() + " See " + subcommand.command().replace(' ', '-') + "(1).");
        }
    }

    private void options() {
        macro(".SH OPTIONS");
        words("", "Of an option that is repeated the last one counts. Long names may be abbreviated.");
        for (String group : table.groups()) {
            macro(".SS \"" + escaped(group) + "\"");
            table.options().stream().filter(o -> o.group().equals(group)).forEach(this::option);
        }
    }

    private void option(CommandOption option) {
        macro(".TP");
        String argument = option.hasArgument() ? "=\\fI" + escaped(option.argument()) + "\\fR" : "";
        String names = "\\fB" + escaped("--" + option.name()) + "\\fR" + argument;
        macro((option.letter() == 0 ? "" : "\\fB" + escaped("-" + option.letter()) + "\\fR, ") + names);
        words("", option.description());
    }

    private void examples() {
        if (table.examples().isEmpty()) {
            return;
        }
        macro(".SH EXAMPLES");
        for (OptionTable.Example example : table.examples()) {
            macro(".TP");
            words("\\fB", example.line(), "\\fR");
            words("", example.meaning());
        }
    }

    private void exitCodes() {
        if (table.exitCodes().isEmpty()) {
            return;
        }
        macro(".SH \"EXIT STATUS\"");
        for (OptionTable.ExitCode code : table.exitCodes()) {
            macro(".TP");
            words("\\fB", String.valueOf(code.code()), "\\fR");
            words("", code.meaning());
        }
    }

    private void macro(String line) {
        text.append(line).append('\n');
    }

    private void words(String before, String words, String after) {
        text.append(before).append(escaped(words)).append(after).append('\n');
    }

    private void words(String before, String words) {
        words(before, words, "");
    }

    /** A dash as it is typed; no line of ours begins with a dot or an apostrophe. */
    private static String escaped(String words) {
        String escaped = words.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
