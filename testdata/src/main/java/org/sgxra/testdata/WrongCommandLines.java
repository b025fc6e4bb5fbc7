package org.sgxra.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Wrong command lines for a command: each option that its help lists, given in every wrong way that needs no knowledge of it. */
public final class WrongCommandLines {
    private static final Pattern OPTION = Pattern.compile("(?m)^  (?:-(.), |    )--([a-z0-9-]+)(=\\S+)?");
    private static final List<String> VALUES =
            List.of("", ",", "99999999999", "/nonexistent/file", "http://a/b", "a\0b");

    private final List<String[]> lines = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();

    private WrongCommandLines() {}

    /**
     * Arguments to add to a command line.
     *
     * @param help of the command, with a line {@code "  -x, --name=ARGUMENT"} for each option
     */
    public static List<String[]> of(String help) {
        WrongCommandLines wrong = new WrongCommandLines();
        Matcher option = OPTION.matcher(help);
        while (option.find()) {
            wrong.add(option.group(1), option.group(2), option.group(3) != null);
        }
        wrong.ambiguous();
        wrong.conflicting();
        wrong.line("-@");
        wrong.line("one", "operand", "too", "many");
        return wrong.lines;
    }

    private void add(String letter, String name, boolean hasArgument) {
        names.add(name);
        line("--" + name + "-nope");
        if (!hasArgument) {
            flags.add("--" + name);
            line("--" + name + "=x");
            return;
        }
        line("--" + name);
        if (letter != null) {
            line("-" + letter);
        }
        VALUES.forEach(value -> line("--" + name + "=" + value));
    }

    private void ambiguous() {
        names.stream()
                .flatMap(name -> IntStream.range(1, name.length()).mapToObj(size -> name.substring(0, size)))
                .distinct()
                .filter(start -> !names.contains(start))
                .filter(start ->
                        names.stream().filter(name -> name.startsWith(start)).count() > 1)
                .forEach(start -> line("--" + start));
    }

    private void conflicting() {
        for (int i = 0; i < flags.size(); i++) {
            for (int j = i + 1; j < flags.size(); j++) {
                line(flags.get(i), flags.get(j));
            }
            line(flags.get(i), "7777");
        }
    }

    private void line(String... arguments) {
        lines.add(arguments);
    }
}
