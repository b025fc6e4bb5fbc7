package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * Takes arguments apart as getopt_long(3) of the GNU C library does: letters together ({@code -de}), the argument of a letter
 * attached or the next word whatever it looks like, long names abbreviated as long as only one option begins so, options after
 * operands, nothing but operands after {@code --}.
 *
 * <p>Commons CLI differs in all of these (it takes {@code -timeout} for {@code --timeout}, and no value that looks like an
 * option), so it is given every option in one form, {@code --name=value}, and keeps the values.
 */
final class GetoptParser {
    private static final Set<String> IMMEDIATE = Set.of(OptionTable.HELP, OptionTable.VERSION, OptionTable.COMPLETION);

    private final OptionTable table;
    private final List<String> words;
    private final List<String> canonical = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private int next;
    private boolean ended;

    private GetoptParser(OptionTable table, List<String> words) {
        this.table = table;
        this.words = words;
    }

    /** Finds the command inside the table that is meant, if it has any, and takes the arguments apart for that one. */
    static GivenOptions parse(OptionTable table, String... args) throws UsageException {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        int position = positionOfSubcommand(table, words);
        Optional<OptionTable> subcommand = position < 0 ? Optional.empty() : table.subcommand(words.get(position));
        if (subcommand.isPresent()) {
            words.remove(position);
            return new GetoptParser(subcommand.get(), words).parse();
        }
        GivenOptions given = new GetoptParser(table, words).parse();
        if (!given.isImmediate()
                && (table.needsSubcommand() || !table.subcommands().isEmpty())) {
            refuseOperandsOf(table, given.operands());
        }
        return given;
    }

    private static void refuseOperandsOf(OptionTable table, List<String> operands) throws UsageException {
        if (!operands.isEmpty()) {
            throw new UsageException(operands.get(0) + " is neither an option nor a command");
        }
        if (table.needsSubcommand()) {
            throw new UsageException("a command is missing: "
                    + table.subcommands().stream().map(OptionTable::lastName).collect(Collectors.joining(", ")));
        }
    }

    /** Where the first operand is, of options that may be those of any command; -1 if there is none. */
    private static int positionOfSubcommand(OptionTable table, List<String> words) {
        if (table.subcommands().isEmpty()) {
            return -1;
        }
        List<OptionTable> tables = new ArrayList<>(List.of(table));
        tables.addAll(table.subcommands());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                return i;
            }
            if (word.equals("--")) {
                return i + 1 < words.size() ? i + 1 : -1;
            }
            if (tables.stream().anyMatch(t -> takesTheNextWord(t, word))) {
                i++;
            }
        }
        return -1;
    }

    private static boolean takesTheNextWord(OptionTable table, String word) {
        GetoptParser parser = new GetoptParser(table, List.of(word, ""));
        try {
            parser.step();
            return parser.next == 2;
        } catch (UsageException e) {
            return false;
        }
    }

    private GivenOptions parse() throws UsageException {
        while (next < words.size() && !ended) {
            step();
        }
        canonical.add("--");
        Options options = new Options();
        for (CommandOption option : table.options()) {
            options.addOption(Option.builder()
                    .longOpt(option.name())
                    .hasArg(option.hasArgument())
                    .argName(option.argument())
                    .desc(option.description())
                    .get());
        }
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, canonical.toArray(new String[0]));
            return new GivenOptions(table, line, operands);
        } catch (ParseException e) {
            throw new IllegalStateException("the options were checked before", e);
        }
    }

    /** One word, or an option with its argument in a word of its own. */
    private void step() throws UsageException {
        String word = words.get(next++);
        if (word.equals("--")) {
            operands.addAll(words.subList(next, words.size()));
            next = words.size();
        } else if (word.startsWith("--")) {
            longOption(word);
        } else if (word.startsWith("-") && word.length() > 1) {
            letters(word);
        } else {
            operands.add(word);
        }
    }

    private void longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        CommandOption option = longName(equals < 0 ? word : word.substring(0, equals), word);
        if (!option.hasArgument()) {
            if (equals >= 0) {
                throw new UsageException(table.wording()
                        .fault(name(option), word.substring(equals + 1), "is too much: it takes no argument"));
            }
            add(option, null);
        } else {
            add(option, equals < 0 ? nextWord(option) : word.substring(equals + 1));
        }
    }

    /** A long name is exact, or the beginning of the names of one option only. */
    private CommandOption longName(String dashed, String word) throws UsageException {
        String name = dashed.substring(2);
        Optional<CommandOption> exact = table.find(name);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<String> names = new ArrayList<>();
        List<CommandOption> candidates = new ArrayList<>();
        for (CommandOption option : table.options()) {
            List<String> matching =
                    option.longNames().stream().filter(n -> n.startsWith(name)).toList();
            matching.forEach(n -> names.add("--" + n));
            if (!matching.isEmpty()) {
                candidates.add(option);
            }
        }
        if (candidates.isEmpty() || name.isEmpty()) {
            throw new UsageException("unknown option " + word);
        }
        if (candidates.size() > 1) {
            throw new UsageException("option " + dashed + " is ambiguous; it may be " + String.join(" or ", names));
        }
        return candidates.get(0);
    }

    private void letters(String word) throws UsageException {
        for (int i = 1; i < word.length() && !ended; i++) {
            char letter = word.charAt(i);
            CommandOption option =
                    table.find(letter).orElseThrow(() -> new UsageException("unknown option -" + letter));
            if (option.hasArgument()) {
                add(option, i + 1 < word.length() ? word.substring(i + 1) : nextWord(option));
                return;
            }
            add(option, null);
        }
    }

    private String nextWord(CommandOption option) throws UsageException {
        if (next == words.size()) {
            throw new UsageException(table.wording().needsValue(name(option)));
        }
        return words.get(next++);
    }

    private void add(CommandOption option, String value) {
        canonical.add("--" + option.name() + (value == null ? "" : "=" + value));
        ended = IMMEDIATE.contains(option.name());
    }

    private String name(CommandOption option) {
        return table.wording().name(option);
    }
}
