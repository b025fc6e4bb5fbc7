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
final class SpOptions {
    /** Short name, long name, and whether an argument follows. */
    private record Definition(String shortName, String longName, boolean hasArgument) {
    }

    private static final List<Definition> DEFINITIONS = definitions("""
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
            z stdio
            h help
            - ias-url =
            - mrenclave =
            - accept-status =
            - mitigated-advisories =
            - max-report-age =
            - timeout =
            - session-timeout =
            - bind =
            - pib-key =
            """);

    private final Map<String, Argument> given = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> arguments;

    private SpOptions(CommandLine line) {
        int position = 0;
        for (Option option : line.getOptions()) {
            String value = option.getValue();
            given.put(option.getLongOpt(), new Argument(name(option.getLongOpt()), value == null ? "" : value));
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

    /** Takes a command line apart. */
    static SpOptions parse(String... args) throws UsageException {
        Options options = new Options();
        for (Definition definition : DEFINITIONS) {
            options.addOption(definition.shortName(), definition.longName(), definition.hasArgument(), null);
        }
        try {
            return new SpOptions(DefaultParser.builder().setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false).get().parse(options, args));
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption());
        } catch (MissingArgumentException e) {
            throw new UsageException("option " + name(e.getOption().getLongOpt()) + ": needs a value");
        } catch (ParseException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** An option as people know it, by its long name. */
    static String name(String longName) {
        return DEFINITIONS.stream().filter(d -> d.longName().equals(longName) && d.shortName() != null)
                .map(d -> "-" + d.shortName() + " (--" + longName + ")").findFirst().orElse("--" + longName);
    }

    /** True if the option was given. */
    boolean has(String longName) {
        return given.containsKey(longName);
    }

    /** The last value of an option, or null. */
    Argument get(String longName) {
        return given.get(longName);
    }

    /** The last value of an option, or the given one. */
    Argument get(String longName, String otherwise) {
        return given.getOrDefault(longName, new Argument(name(longName), otherwise));
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
        List<String> missing = required.stream().filter(names -> names.stream().noneMatch(this::has))
                .map(names -> String.join(" or ", names.stream().sorted().map(SpOptions::name).toList())).toList();
        if (!missing.isEmpty()) {
            throw new UsageException("missing option" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing));
        }
    }

    /** What is no option. */
    List<String> arguments() {
        return arguments;
    }
}
