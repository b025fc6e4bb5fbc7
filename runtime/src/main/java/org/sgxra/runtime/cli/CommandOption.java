package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One option of a command.
 *
 * @param name long name without dashes, by which programs ask for it
 * @param letter short name, or 0
 * @param aliases further long names
 * @param argument name of the argument, such as {@code FILE} or {@code HEX64[,...]}; null if there is none
 * @param choices all values that the argument, or a part of it between commas, may have; empty if they cannot be listed
 * @param meaning what it does: words that continue the line of the help, without a full stop
 * @param standard the value that counts without the option; null if there is none, or none to tell
 * @param group heading of the help under which it stands, without a colon
 */
public record CommandOption(
        String name,
        char letter,
        List<String> aliases,
        String argument,
        List<String> choices,
        String meaning,
        String standard,
        String group) {
    /** Checks the parts. */
    public CommandOption {
        Objects.requireNonNull(meaning);
        aliases = List.copyOf(aliases);
        choices = List.copyOf(choices);
        if (!name.matches("[a-z][a-z0-9-]+")) {
            throw new IllegalArgumentException("not the long name of an option: " + name);
        }
    }

    /** An option without an argument. */
    public static CommandOption flag(String name, String meaning) {
        return new CommandOption(name, '\0', List.of(), null, List.of(), meaning, null, "");
    }

    /** An option with an argument. */
    public static CommandOption value(String name, String argument, String meaning) {
        return new CommandOption(name, '\0', List.of(), Objects.requireNonNull(argument), List.of(), meaning, null, "");
    }

    /** The same with a short name. */
    public CommandOption letter(char given) {
        return new CommandOption(name, given, aliases, argument, choices, meaning, standard, group);
    }

    /** The same with another long name. */
    public CommandOption alias(String given) {
        List<String> all = new ArrayList<>(aliases);
        all.add(given);
        return new CommandOption(name, letter, all, argument, choices, meaning, standard, group);
    }

    /** The same with all values that the argument may have. */
    public CommandOption choices(String... given) {
        return new CommandOption(name, letter, aliases, argument, List.of(given), meaning, standard, group);
    }

    /** The same with the value that counts without the option. */
    public CommandOption standard(String given) {
        return new CommandOption(name, letter, aliases, argument, choices, meaning, given, group);
    }

    CommandOption group(String given) {
        return new CommandOption(name, letter, aliases, argument, choices, meaning, standard, given);
    }

    /** True if an argument follows. */
    public boolean hasArgument() {
        return argument != null;
    }

    /** True if the argument, or each of its parts, is the name of a file. */
    boolean takesFile() {
        return hasArgument() && argument.matches("FILE.*");
    }

    /** True if the argument is the name of a folder. */
    boolean takesFolder() {
        return hasArgument() && argument.equals("DIR");
    }

    /** True if the argument is a list with commas. */
    boolean takesList() {
        return hasArgument() && argument.endsWith("[,...]");
    }

    /** The long name and the aliases. */
    List<String> longNames() {
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(aliases);
        return all;
    }

    /** What the help says of it: the meaning, other names, and the value that counts without it. */
    String description() {
        return meaning
                + aliases.stream().map(a -> "; also --" + a).collect(Collectors.joining())
                + (standard == null ? "" : " (default " + standard + ")");
    }
}
