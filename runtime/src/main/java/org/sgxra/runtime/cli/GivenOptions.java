package org.sgxra.runtime.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.sgxra.runtime.transcript.Level;

/**
 * The options of a command line, asked for by their long names; of an option that is repeated the last one counts, so that a
 * user's options override those that a wrapper puts before them. To ask for an option that the table does not have is an
 * {@link IllegalArgumentException}.
 */
public final class GivenOptions {
    private final OptionTable table;
    private final Map<String, List<OptionValue>> given = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> operands;

    GivenOptions(OptionTable table, CommandLine line, List<String> operands) {
        this.table = table;
        this.operands = List.copyOf(operands);
        int position = 0;
        for (Option option : line.getOptions()) {
            String name = option.getLongOpt();
            given.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(value(name, option.getValue() == null ? "" : option.getValue()));
            positions.put(name, position++);
        }
    }

    /** The table of the command that is meant, which may be one inside that whose arguments were parsed. */
    public OptionTable table() {
        return table;
    }

    /** True if the option was given. */
    public boolean has(String name) {
        return given.containsKey(known(name));
    }

    /** The value that counts; empty without the option. */
    public Optional<OptionValue> get(String name) {
        List<OptionValue> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** The value that counts, or the given one. */
    public OptionValue get(String name, String otherwise) {
        return get(name).orElseGet(() -> value(name, otherwise));
    }

    /** The value that counts of an option without which the command does nothing. */
    public OptionValue required(String name) throws UsageException {
        return get(name).orElseThrow(() -> new UsageException(name(name) + " is required"));
    }

    /** All values, in the order given, of an option that may be repeated. */
    public List<OptionValue> all(String name) {
        return List.copyOf(given.getOrDefault(known(name), List.of()));
    }

    /** Which of options that say the same in several ways was given last, and so counts; empty if none was. */
    public Optional<String> last(String... names) {
        return Arrays.stream(names)
                .filter(this::has)
                .max((one, other) -> Integer.compare(positions.get(one), positions.get(other)));
    }

    /** Refuses two options together. */
    public void exclude(String one, String other) throws UsageException {
        if (has(one) && has(other)) {
            throw new UsageException("options " + name(one) + " and " + name(other) + " exclude each other");
        }
    }

    /** Refuses a command line without one of the options; each entry names one, or several of which one is enough. */
    public void require(List<Set<String>> required) throws UsageException {
        List<String> missing = required.stream()
                .filter(names -> names.stream().noneMatch(this::has))
                .map(names -> String.join(
                        " or ", names.stream().sorted().map(this::name).toList()))
                .toList();
        if (!missing.isEmpty()) {
            throw new UsageException("missing option" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing));
        }
    }

    /** The option as people know it. */
    public String name(String name) {
        return table.wording().name(table.find(known(name)).orElseThrow());
    }

    /** What is no option. */
    public List<String> operands() {
        return operands;
    }

    /** An operand, or another value that is no option's, to be read as what it should be. */
    public OptionValue operand(String what, String value) {
        return new OptionValue(what, value, table.wording());
    }

    /** {@code -d} and {@code -v}: how much to tell. */
    public Level level() {
        return has("debug") ? Level.DEBUG : has("verbose") ? Level.VERBOSE : Level.NORMAL;
    }

    /** True if the options ask for an answer that needs nothing else: the help, the version, the completion of a shell. */
    boolean isImmediate() {
        return has(OptionTable.HELP) || has(OptionTable.VERSION) || has(OptionTable.COMPLETION);
    }

    private OptionValue value(String name, String value) {
        return new OptionValue(name(name), value, table.wording());
    }

    private String known(String name) {
        if (table.find(name).filter(o -> o.name().equals(name)).isEmpty()) {
            throw new IllegalArgumentException(table.command() + " has no option " + name);
        }
        return name;
    }
}
