package org.sgxra.sp.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * The options of a command line by their long names. Where one is repeated, or two are given that say the same in two ways,
 * the last counts, so that a user's options override those that a wrapper puts before them.
 */
final class CommandOptions {
    /** Short name, long name, and whether an argument follows. */
    private record Definition(String shortName, String longName, boolean hasArgument) {}

    /** What every service provider needs: its policy and its attestation service. */
    private static final String VERIFIER = """
            A ias-signing-cafile =
            N mrsigner =
            R isv-product-id =
            V min-isv-svn =
            S spid-file =
            s spid =
            I ias-pri-api-key-file =
            i ias-pri-api-key =
            J ias-sec-api-key-file =
            j ias-sec-api-key =
            B ca-bundle-file =
            D no-debug-enclave
            G list-agents
            g user-agent =
            K service-key-file =
            k key =
            P production
            X strict-trust-mode
            d debug
            v verbose
            l linkable
            p proxy =
            x no-proxy
            r api-version =
            h help
            - ias-url =
            - mrenclave =
            - accept-status =
            - mitigated-advisories =
            - max-report-age =
            - timeout =
            - pib-key =
            - secret-file =
            """;
    /** The service provider of the hex protocol. */
    static final String SP = VERIFIER + """
            z stdio
            - session-timeout =
            - bind =
            - reattest-after =
            - trust-key =
            """;
    /** The service provider of the protobuf system. */
    static final String ISV_SP = VERIFIER + """
            - cert =
            - no-host-check
            - compat
            """;

    private final List<Definition> definitions;
    private final Map<String, List<Argument>> given = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> arguments;

    private CommandOptions(List<Definition> definitions, CommandLine line) {
        this.definitions = definitions;
        int position = 0;
        for (Option option : line.getOptions()) {
            String value = option.getValue();
            given.computeIfAbsent(option.getLongOpt(), name -> new ArrayList<>())
                    .add(new Argument(name(option.getLongOpt()), value == null ? "" : value));
            positions.put(option.getLongOpt(), position++);
        }
        this.arguments = List.copyOf(line.getArgList());
    }

    private static List<Definition> definitions(String table) {
        List<Definition> definitions = new ArrayList<>();
        for (String row : table.lines().toList()) {
            String[] words = row.split(" ");
            definitions.add(new Definition(words[0].equals("-") ? null : words[0], words[1], words.length > 2));
        }
        return List.copyOf(definitions);
    }

    /**
     * Takes a command line apart.
     *
     * @param table {@link #SP} or {@link #ISV_SP}
     */
    static CommandOptions parse(String table, String... args) throws UsageException {
        List<Definition> definitions = definitions(table);
        Options options = new Options();
        for (Definition definition : definitions) {
            options.addOption(definition.shortName(), definition.longName(), definition.hasArgument(), null);
        }
        try {
            return new CommandOptions(
                    definitions,
                    DefaultParser.builder()
                            .setAllowPartialMatching(false)
                            .setStripLeadingAndTrailingQuotes(false)
                            .get()
                            .parse(options, args));
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption());
        } catch (MissingArgumentException e) {
            throw new UsageException("option " + name(definitions, e.getOption().getLongOpt()) + ": needs a value");
        } catch (ParseException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** An option as people know it, by its long name. */
    String name(String longName) {
        return name(definitions, longName);
    }

    private static String name(List<Definition> definitions, String longName) {
        return definitions.stream()
                .filter(d -> d.longName().equals(longName) && d.shortName() != null)
                .map(d -> "-" + d.shortName() + " (--" + longName + ")")
                .findFirst()
                .orElse("--" + longName);
    }

    /** True if the option was given. */
    boolean has(String longName) {
        return given.containsKey(longName);
    }

    /** The last value of an option, or null. */
    Argument get(String longName) {
        List<Argument> values = given.get(longName);
        return values == null ? null : values.get(values.size() - 1);
    }

    /** The last value of an option, or the given one. */
    Argument get(String longName, String otherwise) {
        return has(longName) ? get(longName) : new Argument(name(longName), otherwise);
    }

    /** All values of an option that may be given more than once. */
    List<Argument> all(String longName) {
        return List.copyOf(given.getOrDefault(longName, List.of()));
    }

    /** Which of two options was given last; null if neither was. */
    String last(String one, String other) {
        int first = positions.getOrDefault(one, -1);
        int second = positions.getOrDefault(other, -1);
        return first < 0 && second < 0 ? null : first > second ? one : other;
    }

    /** Refuses two options together. */
    void exclude(String one, String other) throws UsageException {
        if (has(one) && has(other)) {
            throw new UsageException("options " + name(one) + " and " + name(other) + " exclude each other");
        }
    }

    /** Refuses a command line without one of the options; each entry names one, or two of which one is enough. */
    void require(List<Set<String>> required) throws UsageException {
        List<String> missing = required.stream()
                .filter(names -> names.stream().noneMatch(this::has))
                .map(names -> String.join(
                        " or ", names.stream().sorted().map(this::name).toList()))
                .toList();
        if (!missing.isEmpty()) {
            throw new UsageException("missing option" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing));
        }
    }

    /** What is no option. */
    List<String> arguments() {
        return arguments;
    }
}
