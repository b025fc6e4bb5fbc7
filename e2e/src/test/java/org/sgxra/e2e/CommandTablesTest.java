package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The tables of all commands against docs/spec/cli.md, and what the build makes of them. */
class CommandTablesTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern HEADING_COMMAND = Pattern.compile("`([a-z-]+(?: [a-z-]+)*)");

    /** The tables of all commands, those inside others too. */
    static Stream<OptionTable> tables() {
        return ServiceLoader.load(CommandTables.class).stream()
                .flatMap(module -> module.get().tables().stream())
                .flatMap(table -> Stream.concat(Stream.of(table), table.subcommands().stream()));
    }

    /** The options of each command as the documentation has them: letter, long names, argument. */
    private static Map<String, TreeSet<String>> documented() throws Exception {
        Map<String, TreeSet<String>> documented = new TreeMap<>();
        List<String> commands = List.of();
        for (String line : Files.readAllLines(HOME.resolve("docs/spec/cli.md"))) {
            if (line.startsWith("#")) {
                commands = commands(line);
                commands.forEach(command -> documented.put(command, new TreeSet<>()));
            } else if (line.startsWith("| ") && !line.startsWith("| short")) {
                for (String command : commands) {
                    documented.get(command).addAll(options(line));
                }
            }
        }
        return documented;
    }

    /** What a heading is about; an empty name for what every command has. */
    private static List<String> commands(String heading) {
        if (heading.equals("## Every command")) {
            return List.of("");
        }
        List<String> commands = new ArrayList<>();
        Matcher matcher = HEADING_COMMAND.matcher(heading);
        while (matcher.find()) {
            commands.add(matcher.group(1));
        }
        return commands.stream()
                .filter(c -> !List.of("settings", "policy").contains(c))
                .toList();
    }

    /** A row stands for one option, or for several with slashes between their parts; a dash is no argument. */
    private static List<String> options(String row) {
        String[] cells = row.substring(1).split("\\|");
        List<String> letters = parts(cells[0]);
        List<String> names = parts(cells[1]);
        List<String> arguments = parts(cells[2]);
        List<String> options = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            options.add((letters.size() > i ? letters.get(i) : "") + "|"
                    + names.get(i) + "|"
                    + (arguments.size() > i ? arguments.get(i).replace("–", "") : ""));
        }
        return options;
    }

    private static List<String> parts(String cell) {
        return Arrays.stream(cell.split(" / ")).map(String::strip).toList();
    }

    private static String row(CommandOption option) {
        return (option.letter() == 0 ? "" : String.valueOf(option.letter())) + "|"
                + option.name() + (option.aliases().isEmpty() ? "" : " (" + String.join(", ", option.aliases()) + ")")
                + "|" + (option.hasArgument() ? option.argument() : "");
    }

    @Test
    void documentationAndTablesHaveTheSameCommandsAndOptions() throws Exception {
        Map<String, TreeSet<String>> documented = documented();
        TreeSet<String> everywhere = documented.remove("");
        documented.values().forEach(options -> options.addAll(everywhere));
        Map<String, TreeSet<String>> known = new TreeMap<>();
        tables().forEach(table -> known.put(
                table.command(),
                table.options().stream()
                        .map(CommandTablesTest::row)
                        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll)));

        assertThat(documented.keySet()).isEqualTo(known.keySet());
        known.forEach((command, options) ->
                assertThat(documented.get(command)).as("options of %s", command).isEqualTo(options));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void helpFitsATerminalAndIsComplete(OptionTable table) {
        assertThat(table.help().lines()).allMatch(line -> line.length() <= 80);
        assertThat(table.purpose()).endsWith(".");
        assertThat(table.exitCodes()).isNotEmpty();
        assertThat(table.examples()).isNotEmpty();
    }

    /** A name in the first word of an example may be that of a script that starts the command. */
    @ParameterizedTest
    @MethodSource("tables")
    void examplesAreCommandLinesThatCanBeRead(OptionTable table) throws Exception {
        for (OptionTable.Example example : table.examples()) {
            List<String> words = List.of(example.line().split(" > ")[0].split(" "));
            String command = words.get(0).replaceFirst("^(bin/|run-)", "").replace("server", "sp");
            OptionTable top = tables().filter(t -> t.command().equals(command))
                    .findFirst()
                    .orElseThrow();

            assertThat(top.parse(words.subList(1, words.size()).toArray(new String[0]))
                            .table()
                            .command())
                    .as(example.line())
                    .startsWith(table.command());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theBuildMadeAManualPageWithEveryOption(OptionTable table) throws Exception {
        String page =
                Files.readString(HOME.resolve("docs/man/" + table.command().replace(' ', '-') + ".1"));

        for (CommandOption option : table.options()) {
            assertThat(page).contains("\\fB\\-\\-" + option.name().replace("-", "\\-") + "\\fR");
        }
    }
}
