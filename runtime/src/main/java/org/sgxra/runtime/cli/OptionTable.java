package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be said to a command: its options, its operands, and the commands inside it. Every table has {@code --help},
 * {@code --version} and {@code --completion} in the end ({@link CommandRunner} answers them).
 *
 * @param command its name; with a blank for a command inside another ({@code sgx-ra decode})
 * @param operands what may follow the options, as the help shows it, such as {@code [ port ]}; empty if nothing may
 * @param purpose what it does, in sentences
 * @param options in the order of the help; those of one group stand together
 * @param subcommands commands inside it, in the order of the help
 * @param needsSubcommand true if it does nothing without one of them
 * @param examples of its use
 * @param exitCodes and what they mean
 * @param startedBy scripts that put options of their own before those that they are given, and start this command
 * @param wording of usage errors
 */
public record OptionTable(
        String command,
        String operands,
        String purpose,
        List<CommandOption> options,
        List<OptionTable> subcommands,
        boolean needsSubcommand,
        List<Example> examples,
        List<ExitCode> exitCodes,
        List<String> startedBy,
        Wording wording) {
    /** Prints the help. */
    static final String HELP = "help";
    /** Prints the version. */
    static final String VERSION = "version";
    /** Prints the completion for a shell. */
    static final String COMPLETION = "completion";

    private static final String GENERAL = "General";

    /**
     * A use of the command.
     *
     * @param line as typed
     * @param meaning what it does
     */
    public record Example(String line, String meaning) {}

    /**
     * An exit code.
     *
     * @param code 0..255
     * @param meaning when the command ends with it
     */
    public record ExitCode(int code, String meaning) {}

    /** Checks that no name stands for two options. */
    public OptionTable {
        options = List.copyOf(options);
        subcommands = List.copyOf(subcommands);
        examples = List.copyOf(examples);
        exitCodes = exitCodes.stream()
                .sorted(Comparator.comparingInt(ExitCode::code))
                .toList();
        startedBy = List.copyOf(startedBy);
        Set<String> names = new HashSet<>();
        for (CommandOption option : options) {
            List<String> all = new ArrayList<>(option.longNames());
            if (option.letter() != 0) {
                all.add(String.valueOf(option.letter()));
            }
            for (String name : all) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException(command + " has two options " + name);
                }
            }
        }
    }

    /** Begins the table of a command; with a blank in the name for a command inside another. */
    public static Builder named(String command) {
        return new Builder(command);
    }

    /**
     * Takes arguments apart; what the options say is not looked at yet. At {@code --help}, {@code --version} and
     * {@code --completion} it stops: what follows them does not count.
     *
     * @throws UsageException if there is no such option, or an option lacks its argument
     */
    public GivenOptions parse(String... args) throws UsageException {
        return GetoptParser.parse(this, args);
    }

    /** The option of this long name or alias. */
    Optional<CommandOption> find(String longName) {
        return options.stream().filter(o -> o.longNames().contains(longName)).findFirst();
    }

    /** The option of this letter. */
    Optional<CommandOption> find(char letter) {
        return options.stream().filter(o -> o.letter() == letter).findFirst();
    }

    /** The command inside this one. */
    Optional<OptionTable> subcommand(String name) {
        return subcommands.stream().filter(s -> s.lastName().equals(name)).findFirst();
    }

    /** The name under which a command inside another is called; of another command its name. */
    public String lastName() {
        return command.substring(command.lastIndexOf(' ') + 1);
    }

    /** Headings of the groups, in the order of the help. */
    List<String> groups() {
        return options.stream().map(CommandOption::group).distinct().toList();
    }

    /** The help, lines of at most 80 characters. */
    public String help() {
        return new HelpText(this).toString();
    }

    /** Collects the parts of a table. */
    public static final class Builder {
        private final String command;
        private final List<CommandOption> options = new ArrayList<>();
        private final List<OptionTable> subcommands = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private final List<ExitCode> exitCodes = new ArrayList<>();
        private final List<String> startedBy = new ArrayList<>();
        private String operands = "";
        private String purpose = "";
        private String group = GENERAL;
        private boolean needsSubcommand;
        private Wording wording = Wording.PLAIN;

        private Builder(String command) {
            this.command = command;
        }

        /** What may follow the options. */
        public Builder operands(String given) {
            operands = given;
            return this;
        }

        /** What the command does, in sentences. */
        public Builder purpose(String given) {
            purpose = given;
            return this;
        }

        /** The heading of the options that follow. */
        public Builder group(String heading) {
            group = heading;
            return this;
        }

        /** Options of the group named last. */
        public Builder options(CommandOption... given) {
            for (CommandOption option : given) {
                options.add(option.group(group));
            }
            return this;
        }

        /** A command inside this one. */
        public Builder subcommand(OptionTable given) {
            subcommands.add(given);
            return this;
        }

        /** The command does nothing without a command inside it. */
        public Builder needsSubcommand() {
            needsSubcommand = true;
            return this;
        }

        /** A use of the command. */
        public Builder example(String line, String meaning) {
            examples.add(new Example(line, meaning));
            return this;
        }

        /** What an exit code means. */
        public Builder exitCode(int code, String meaning) {
            exitCodes.add(new ExitCode(code, meaning));
            return this;
        }

        /** A script that starts the command with options of its own first. */
        public Builder startedBy(String script) {
            startedBy.add(script);
            return this;
        }

        /** How usage errors are worded; without it {@link Wording#PLAIN}. */
        public Builder wording(Wording given) {
            wording = given;
            return this;
        }

        /** The table. */
        public OptionTable build() {
            group(GENERAL)
                    .options(
                            CommandOption.flag(HELP, "this text").letter('h'),
                            CommandOption.flag(VERSION, "version, commit, Java, cryptographic library, enclave mode"),
                            CommandOption.value(COMPLETION, "SHELL", "print the completion for bash, zsh or fish")
                                    .choices("bash", "zsh", "fish"));
            return new OptionTable(
                    command,
                    operands,
                    purpose,
                    options,
                    subcommands,
                    needsSubcommand,
                    examples,
                    exitCodes,
                    startedBy,
                    wording);
        }
    }
}
