package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubcommandTest {
    private static final CommandOption STATE = value("state", "DIR", "where the state is");
    private static final OptionTable LIST =
            OptionTable.named("tool list").purpose("Lists.").options(STATE).build();
    private static final OptionTable DROP = OptionTable.named("tool drop")
            .purpose("Drops.")
            .options(STATE, value("group", "GID", "which"))
            .build();
    private static final OptionTable TOOL = OptionTable.named("tool")
            .purpose("Works.")
            .options(STATE, value("port", "N", "a port"), flag("debug", "more").letter('d'))
            .subcommand(LIST)
            .subcommand(DROP)
            .build();
    private static final OptionTable NEEDY = OptionTable.named("needy")
            .purpose("Works.")
            .subcommand(LIST)
            .needsSubcommand()
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop --state list",
                "--state list drop",
                "--stat list drop",
                "--state=list drop",
                "drop --state=list"
            })
    void theNameMayStandBeforeAndAfterOptions(String line) throws Exception {
        GivenOptions given = TOOL.parse(line.split(" "));

        assertThat(given.table()).isEqualTo(DROP);
        assertThat(given.get("state").orElseThrow().value()).isEqualTo("list");
        assertThat(given.operands()).isEmpty();
    }

    @Test
    void itsOptionsMayStandBeforeItsName() throws Exception {
        assertThat(TOOL.parse("--group", "list", "drop")
                        .get("group")
                        .orElseThrow()
                        .value())
                .isEqualTo("list");
    }

    @Test
    void withoutOneTheOptionsAreThoseOfTheCommandItself() throws Exception {
        GivenOptions given = TOOL.parse("--port=1", "--state", "list");

        assertThat(given.table()).isEqualTo(TOOL);
        assertThat(given.get("port").orElseThrow().number(0, 9)).isEqualTo(1);
    }

    @Test
    void optionsOfAnotherAreUnknown() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TOOL.parse("list", "--group=x"))
                .withMessage("unknown option --group=x");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TOOL.parse("drop", "--port=1"))
                .withMessage("unknown option --port=1");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TOOL.parse("rubbish"))
                .withMessage("rubbish is neither an option nor a command");
    }

    @Test
    void whereOneIsNeededItsLackIsAnError() throws Exception {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> NEEDY.parse())
                .withMessage("a command is missing: list");
        assertThat(NEEDY.parse("--help").table()).isEqualTo(NEEDY);
        assertThat(NEEDY.parse("list", "--help").table()).isEqualTo(LIST);
        assertThat(NEEDY.parse("--help", "list").table()).isEqualTo(LIST);
    }

    @Test
    void theHelpNamesEachWithItsPurpose() {
        assertThat(NEEDY.help())
                .startsWith("usage: needy COMMAND [ options ]\n")
                .contains("\n  list  Lists.\n");
        assertThat(TOOL.help())
                .startsWith("usage: tool [ options ]\n       tool COMMAND [ options ]\n")
                .contains("\n  drop  Drops.\n");
    }
}
