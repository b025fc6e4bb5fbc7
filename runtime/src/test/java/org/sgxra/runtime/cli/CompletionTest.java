package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in the shells that they are for. */
class CompletionTest {
    private static final CommandOption STATE = value("state", "DIR", "where the state is");
    private static final OptionTable TABLE = OptionTable.named("demo")
            .purpose("Shows completion.")
            .options(
                    value("spid-file", "FILE", "a file: the group's [id]").letter('S'),
                    value("timeout", "SECONDS", "for each message"),
                    value("agent", "NAME", "one").letter('g').choices("jdk", "curl"),
                    value("accept", "NAME[,...]", "many").choices("OK", "OLD", "BAD"),
                    flag("debug", "show all").letter('d'),
                    STATE)
            .subcommand(OptionTable.named("demo list")
                    .purpose("Lists.")
                    .options(STATE, flag("long", "more").letter('l'))
                    .build())
            .subcommand(OptionTable.named("demo read")
                    .purpose("Reads.")
                    .operands("FILE")
                    .build())
            .startedBy("run-demo")
            .build();

    @TempDir
    Path folder;

    private static String script(String shell) throws UsageException {
        return Completion.of(TABLE, TABLE.parse("--completion=" + shell).required("completion"));
    }

    private static boolean isInstalled(String shell) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    /** What bash offers for the last word; it makes a word of each equals sign. */
    private List<String> bash(String line) throws Exception {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            words.addAll(
                    equals < 0
                            ? List.of(word)
                            : equals == word.length() - 1
                                    ? List.of(word.substring(0, equals), "=")
                                    : List.of(word.substring(0, equals), "=", word.substring(equals + 1)));
        }
        Path file = Files.writeString(folder.resolve("completion"), script("bash"));
        String quoted = "'" + String.join("' '", words) + "'";
        String offered = run(
                "bash",
                "--norc",
                "-uc",
                "source " + file.getFileName() + "; COMP_WORDS=(" + quoted + "); COMP_CWORD=" + (words.size() - 1)
                        + "; _sgxra_demo; printf '%s\\n' \"${COMPREPLY[@]-}\"; complete -p demo run-demo >complete");
        assertThat(folder.resolve("complete")).content().contains("-F _sgxra_demo demo", "-F _sgxra_demo run-demo");
        return offered.isEmpty() ? List.of() : offered.lines().sorted().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo --s          | --spid-file= --state=
            demo --deb        | --debug
            demo -g           |
            demo -g ''        | curl jdk
            demo --agent=     | curl jdk
            demo --agent=c    | curl
            demo --agent j    | jdk
            demo --accept=O   | OK OLD
            demo --accept OK,B | OK,BAD
            demo --timeout=   |
            demo --state=fold | folder
            demo -S fi        | file-a file-b
            demo --spid-file=file-a | file-a
            demo l            | list
            demo list --      | --completion= --help --long --state= --version
            demo list --state= | folder
            demo -d list --l  | --long
            demo read file-   | file-a file-b
            run-demo --spid   | --spid-file=
            """)
    void bashOffersWhatFits(String line, String expected) throws Exception {
        assumeTrue(isInstalled("bash"), "bash is there");
        Files.createDirectory(folder.resolve("folder"));
        Files.createFile(folder.resolve("file-a"));
        Files.createFile(folder.resolve("file-b"));

        assertThat(bash(line.replace("''", "")))
                .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theShellReadsItsScript(String shell) throws Exception {
        assumeTrue(isInstalled(shell), shell + " is there");
        Path file = Files.writeString(folder.resolve("completion"), script(shell));

        assertThat(run(shell, "-n", file.toString())).isEmpty();
    }

    @Test
    void fishOffersWhatFits() throws Exception {
        assumeTrue(isInstalled("fish"), "fish is there");
        Path file = Files.writeString(folder.resolve("completion"), script("fish"));

        assertThat(run("fish", "-c", "source " + file + "; complete -C 'demo --agent='")
                        .lines()
                        .map(l -> l.split("\t")[0]))
                .contains("--agent=jdk", "--agent=curl");
        assertThat(run("fish", "-c", "source " + file + "; complete -C 'demo list --l'")
                        .lines()
                        .map(l -> l.split("\t")[0]))
                .containsExactly("--long");
    }

    @Test
    void scriptsForShellsThatAreNotHereNameEveryOption() throws Exception {
        for (CommandOption option : TABLE.options()) {
            assertThat(script("zsh")).contains("'*--" + option.name() + (option.hasArgument() ? "=[" : "["));
            assertThat(script("fish")).contains(" -l " + option.name() + " ");
        }
        assertThat(script("zsh"))
                .startsWith("#compdef demo run-demo\n")
                .contains("[a file\\: the group'\\''s \\[id\\]]:FILE:_files'");
        assertThat(script("fish")).contains("-d 'a file: the group\\'s [id]'");
    }

    @Test
    void anotherShellIsRefusedByName() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> script("tcsh"))
                .withMessage("--completion: 'tcsh' is none of bash, zsh and fish");
    }
}
