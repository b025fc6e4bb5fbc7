package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgxra.bench.Table.Column;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** How long every command takes from its start to the moment it is of use, beside a Java program that does nothing. */
final class StartupMeasurement implements Measurement {
    private static final int DEFAULT_ROUNDS = 20;
    private static final String EMPTY = "empty";

    private final Map<String, List<Start>> starts = new LinkedHashMap<>();

    /**
     * One start.
     *
     * @param millis until it was of use
     * @param cpuMillis of CPU until then, or until its end
     */
    record Start(double millis, double cpuMillis) {}

    /** Starts a command, waits until it is of use, and ends it. */
    interface Starter {
        Start start() throws IOException, InterruptedException;
    }

    @Override
    public OptionTable table() {
        return RunBench.named("startup")
                .purpose(
                        "Starts each command of bin in turn, and an empty Java program: client and isv-sp until the verdict, "
                                + "sgx-ra until it has decoded a quote, sp, isv-app and ias until they listen. Medians of all rounds. "
                                + "The services that they talk to run already.")
                .group("Startup")
                .options(value("rounds", "N", "how often each is started").standard(String.valueOf(DEFAULT_ROUNDS)))
                .example("JAVA_HOME=/usr/lib/jvm/temurin-25-jdk-amd64 run-bench startup", "On another Java.")
                .build();
    }

    @Override
    public Results measure(GivenOptions options, Progress progress)
            throws IOException, InterruptedException, UsageException {
        int rounds = options.get("rounds", String.valueOf(DEFAULT_ROUNDS)).number(1, 10_000);
        try (StartupScene scene = new StartupScene()) {
            scene.startServices(progress);
            Map<String, Starter> commands = scene.commands();
            // Once without counting: the platform joins its group, and files get into memory.
            for (Starter command : commands.values()) {
                command.start();
            }
            for (int round = 1; round <= rounds; round++) {
                progress.line("round " + round + " of " + rounds);
                for (Map.Entry<String, Starter> command : commands.entrySet()) {
                    record(EMPTY, scene.empty());
                    record(command.getKey(), command.getValue().start());
                }
            }
        }
        return Results.of(medians());
    }

    private void record(String command, Start start) {
        starts.computeIfAbsent(command, c -> new ArrayList<>()).add(start);
    }

    private Table medians() {
        Table table = Table.of(
                "Start to use, medians of "
                        + starts.values().stream()
                                .map(l -> String.valueOf(l.size()))
                                .distinct()
                                .collect(Collectors.joining(" or "))
                        + " starts",
                Column.text("command"),
                new Column("median", "s", 3),
                new Column("fastest", "s", 3),
                new Column("slowest", "s", 3),
                new Column("CPU", "s", 3),
                new Column("ratio", "", 2));
        double empty = median(EMPTY);
        starts.forEach((command, all) -> {
            List<Double> sorted =
                    all.stream().map(s -> s.millis / 1000).sorted().toList();
            double cpu = Medians.of(all.stream().map(s -> s.cpuMillis / 1000).toList());
            table.add(
                    command,
                    median(command),
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    cpu,
                    median(command) / empty);
        });
        return table;
    }

    private double median(String command) {
        return Medians.of(starts.get(command).stream().map(s -> s.millis / 1000).toList());
    }

    /** The folder with the classes of this program. */
    static Path ownJar() {
        try {
            return Path.of(StartupMeasurement.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("the place of a class is a file", e);
        }
    }
}
