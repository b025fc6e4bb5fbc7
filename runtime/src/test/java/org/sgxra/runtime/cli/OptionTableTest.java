package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.runtime.transcript.Level;

/** The expected results are those of getopt_long(3) of the GNU C library for the same table. */
class OptionTableTest {
    private static final OptionTable TABLE = OptionTable.named("demo")
            .operands("[ FILE ]")
            .purpose("Shows options.")
            .options(
                    value("spid", "HEX32", "an id").letter('s'),
                    value("spid-file", "FILE", "its file").letter('S'),
                    value("ca-bundle-file", "FILE", "a bundle").letter('B').alias("ca-bundle"),
                    value("timeout", "SECONDS", "for each message").standard("30"),
                    flag("epid-gid", "the group").letter('e'),
                    flag("debug", "show all").letter('d'),
                    flag("verbose", "show much").letter('v'))
            .build();

    private static String parsed(String... args) throws UsageException {
        GivenOptions given = TABLE.parse(args);
        StringBuilder text = new StringBuilder();
        for (CommandOption option : TABLE.options()) {
            if (given.has(option.name())) {
                text.append(option.name())
                        .append(given.all(option.name()).stream()
                                .map(OptionValue::value)
                                .toList())
                        .append(' ');
            }
        }
        return text + "" + given.operands();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -de                  | epid-gid[] debug[] []
            -dsabc               | spid[abc] debug[] []
            -ds abc              | spid[abc] debug[] []
            -s=abc               | spid[=abc] []
            -s -d                | spid[-d] []
            -s --                | spid[--] []
            --spid -d            | spid[-d] []
            --spid=              | spid[] []
            --spid-file=a=b      | spid-file[a=b] []
            --spid x --spid-file y | spid[x] spid-file[y] []
            --time=3             | timeout[3] []
            --t 3                | timeout[3] []
            --ca-bundle=x        | ca-bundle-file[x] []
            --ca-bundle x        | ca-bundle-file[x] []
            --ca=x               | ca-bundle-file[x] []
            --ca-bundle-file=x -B y | ca-bundle-file[x, y] []
            a -d b               | debug[] [a, b]
            -d -- -e             | debug[] [-e]
            - -d                 | debug[] [-]
            --debu --verb        | debug[] verbose[] []
            -timeout=5           | ERROR
            """)
    void readsArgumentsAsGetoptLongDoes(String line, String expected) throws Exception {
        if (expected.equals("ERROR")) {
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> parsed(line.split(" ")))
                    .withMessage("unknown option -t");
        } else {
            assertThat(parsed(line.split(" "))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nope=3         | unknown option --nope=3
            -dQ              | unknown option -Q
            --spi x          | option --spi is ambiguous; it may be --spid or --spid-file
            --ver            | option --ver is ambiguous; it may be --verbose or --version
            --=x             | unknown option --=x
            --debug=1        | -d, --debug: '1' is too much: it takes no argument
            --timeout        | --timeout needs an argument
            -ds              | -s, --spid needs an argument
            """)
    void saysWhatIsWrong(String line, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parsed(line.split(" ")))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "-dh", "--he", "--version", "--completion=bash"})
    void whatFollowsARequestForHelpDoesNotCount(String request) throws Exception {
        GivenOptions given = TABLE.parse(request, "--nope", "-s");

        assertThat(given.isImmediate()).isTrue();
    }

    @Test
    void theLastOfOptionsThatSayTheSameCounts() throws Exception {
        assertThat(TABLE.parse("-s", "a", "-S", "b").last("spid", "spid-file")).contains("spid-file");
        assertThat(TABLE.parse("-S", "b", "-s", "a", "-S", "c", "-sd").last("spid", "spid-file"))
                .contains("spid");
        assertThat(TABLE.parse().last("spid", "spid-file")).isEmpty();
        assertThat(TABLE.parse("-s", "a", "--spid=b").get("spid").orElseThrow().value())
                .isEqualTo("b");
    }

    @Test
    void namesOptionsThatAreMissingOrExcludeEachOther() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TABLE.parse().require(List.of(Set.of("spid", "spid-file"), Set.of("timeout"))))
                .withMessage("missing options -s, --spid or -S, --spid-file, --timeout");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TABLE.parse("-d").require(List.of(Set.of("timeout"))))
                .withMessage("missing option --timeout");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TABLE.parse("-dv").exclude("debug", "verbose"))
                .withMessage("options -d, --debug and -v, --verbose exclude each other");
    }

    @Test
    void tellsTheLevel() throws Exception {
        assertThat(TABLE.parse().level()).isEqualTo(Level.NORMAL);
        assertThat(TABLE.parse("-v").level()).isEqualTo(Level.VERBOSE);
        assertThat(TABLE.parse("-dv").level()).isEqualTo(Level.DEBUG);
    }

    @Test
    void askingForAnOptionThatIsNotInTheTableIsAMistakeOfTheProgram() throws Exception {
        GivenOptions given = TABLE.parse();

        assertThatIllegalArgumentException().isThrownBy(() -> given.has("ca-bundle"));
        assertThatIllegalArgumentException().isThrownBy(() -> given.get("nonsense"));
    }

    @Test
    void refusesATableWithTwoOptionsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionTable.named("twice")
                        .options(
                                flag("one", "1").letter('o'), flag("other", "2").letter('o'))
                        .build())
                .withMessage("twice has two options o");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionTable.named("twice")
                        .options(flag("one", "1").alias("uno"), flag("uno", "2"))
                        .build())
                .withMessage("twice has two options uno");
    }

    @Test
    void helpIsAtMostEightyColumnsWideAndHasEveryOption() {
        OptionTable table = OptionTable.named("long")
                .purpose(
                        "A purpose that goes on for longer than one line of a terminal of the usual eighty columns has.")
                .group("First")
                .options(
                        value("an-option-with-a-very-long-name", "ARGUMENT[,...]", "and a meaning ".repeat(9)),
                        flag("bbb", "x").letter('x').alias("bb"))
                .example("long --bb", "An example whose meaning ".repeat(4))
                .exitCode(0, "when all is well, ".repeat(8))
                .build();

        assertThat(table.help().lines()).allMatch(line -> line.length() <= 80);
        assertThat(table.help())
                .startsWith("usage: long [ options ]\n\nA purpose")
                .contains(
                        "\nFirst:\n",
                        "      --an-option-with-a-very-long-name=ARGUMENT[,...]\n",
                        "\nGeneral:\n  -h, --help",
                        "--version",
                        "--completion=SHELL",
                        "\nExamples:\n  long --bb\n      An example",
                        "\nExit codes:\n  0  when all is well");
    }
}
