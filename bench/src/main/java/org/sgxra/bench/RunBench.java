package org.sgxra.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;

/** The command {@code run-bench}: one measurement for each name. */
public final class RunBench {
    private static final int FAILED = 3;
    private static final int GOAL_MISSED = 2;
    private static final List<Measurement> MEASUREMENTS = List.of(
            new LoadMeasurement(),
            new StartupMeasurement(),
            new CryptoMeasurement(),
            new EpidMeasurement(),
            new DcapMeasurement(),
            new Plots());

    private RunBench() {}

    /** The process; the system property {@code sgxra.home} names the checkout. */
    public static void main(String[] arguments) {
        ProcessStreams streams = ProcessStreams.ofProcess();
        System.exit(CommandRunner.run(table(), streams, given -> run(given, streams, arguments), arguments));
    }

    /** The table of a measurement, to be completed: every one has the options that say how results are written. */
    static OptionTable.Builder named(String name) {
        return withExitCodes(OptionTable.named("run-bench " + name))
                .group("Results")
                .options(
                        CommandOption.flag("json", "one JSON document on standard output"),
                        CommandOption.flag("markdown", "tables of Markdown"));
    }

    private static OptionTable.Builder withExitCodes(OptionTable.Builder table) {
        return table.exitCode(0, "measured")
                .exitCode(1, "usage")
                .exitCode(GOAL_MISSED, "measured, but a figure is worse than a goal that was asked for")
                .exitCode(FAILED, "what was measured did not do what it should");
    }

    private static OptionTable table() {
        OptionTable.Builder table = withExitCodes(OptionTable.named("run-bench"))
                .operands("NAME")
                .purpose(
                        "Measures, each time beside a reference in the same run. JAVA_HOME decides which Java is measured.")
                .needsSubcommand();
        MEASUREMENTS.forEach(measurement -> table.subcommand(measurement.table()));
        return table.example("run-bench startup --json > startup.json", "The figures for another program.")
                .build();
    }

    private static int run(GivenOptions given, ProcessStreams streams, String... arguments) throws UsageException {
        Measurement measurement = MEASUREMENTS.stream()
                .filter(m -> m.table().command().equals(given.table().command()))
                .findFirst()
                .orElseThrow();
        given.exclude("json", "markdown");
        Map<String, String> machine = Machine.describe();
        try {
            Results results =
                    measurement.measure(given, line -> streams.stderr().println("run-bench: " + line));
            String name = given.table().lastName();
            streams.stdout()
                    .print(
                            given.has("json")
                                    ? results.json(name, List.of(arguments), machine)
                                    : given.has("markdown") ? results.markdown(machine) : results.text(machine));
            return results.goalsMet() ? 0 : GOAL_MISSED;
        } catch (IOException e) {
            streams.stderr().println("run-bench: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
