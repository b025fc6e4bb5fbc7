package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/**
 * What {@code run-bench load} is told.
 *
 * @param clients at once; with a rate at most so many
 * @param count attestations of a row, unless there is a duration
 * @param duration of a row
 * @param warmUp attestations before those that count, beside the first 100
 * @param rates offered, a second; none: each client begins anew when it has ended
 * @param workers of {@code sp}; none: the option is not given
 * @param latency of each call of the attestation service
 * @param closing true if the attestation service closes each connection
 * @param silent connections that are open beside
 * @param oneProcessor true if all of it is to run on one processor
 * @param spOptions further ones
 * @param against command of another service provider
 * @param checks names of goals to be checked instead
 */
record LoadOptions(
        int clients,
        int count,
        Optional<Duration> duration,
        int warmUp,
        List<Integer> rates,
        List<Integer> workers,
        Duration latency,
        boolean closing,
        int silent,
        boolean oneProcessor,
        List<String> spOptions,
        Optional<String> against,
        List<String> checks) {
    private static final int MANY = 1_000_000;

    static OptionTable table() {
        return RunBench.named("load")
                .purpose(
                        "Attests with sp as a process: precomputed enclaves, an attestation service in this process that signs "
                                + "every report, a new connection each time, every verdict looked at. The first 100 after the start "
                                + "of sp, and a warm sp. CPU is that of sp alone.")
                .group("Load")
                .options(
                        value("clients", "N", "clients at once; with --rate at most so many")
                                .standard("1, 256 with --rate"),
                        value("count", "N", "attestations").standard("2000"),
                        value("duration", "SECONDS", "how long instead"),
                        value("warm-up", "N", "attestations before those that count, after the first 100")
                                .standard("2900"),
                        value(
                                "rate",
                                "R[,R...]",
                                "attestations begin at random moments, R a second, whatever the others do; a row each"),
                        value("latency", "MS", "of each of the two calls of the attestation service")
                                .standard("0"),
                        flag("closing", "the attestation service closes each connection"),
                        value("silent", "N", "connections beside that send nothing")
                                .standard("0"),
                        flag(
                                "one-processor",
                                "sp, clients and attestation service share one processor (taskset): what one client after "
                                        + "the other costs without waking a second one"))
                .group("Service provider")
                .options(
                        value("workers", "N[,N...]", "of sp; a row each"),
                        value("sp-option", "OPTION", "a further option of sp; may repeat"),
                        value(
                                "against",
                                "COMMAND",
                                "another service provider under the same load, --duration=10 unless told otherwise. A "
                                        + "line for the shell; in it {port} is where it must listen, {ias} and {ias-http} "
                                        + "host:port of the attestation service with and without TLS, {tls-ca} and "
                                        + "{report-ca} files with the CA of its TLS and of its reports, {mrsigner}, {spid} "
                                        + "and {key} what -N, -s and -i take. It must not ask for linkable quotes, and has "
                                        + "its log where it is started"))
                .group("Goals")
                .options(value(
                        "check",
                        "NAME[,NAME...]",
                        "whether sp reaches what it is asked for, under loads of their own: "
                                + String.join(", ", LoadChecks.NAMES) + " (of --count=10000 attestations), or all"))
                .example("run-bench load --check=all", "Everything; takes minutes.")
                .example(
                        "run-bench load --clients=64 --workers=1,8,64 --latency=50 --count=500",
                        "Throughput against workers.")
                .example("run-bench load --workers=64 --latency=50 --rate=100,200,300", "Latency against offered load.")
                .build();
    }

    static LoadOptions of(GivenOptions options) throws UsageException {
        options.exclude("count", "duration");
        options.exclude("rate", "against");
        List<Integer> rates = numbers(options, "rate");
        Optional<String> against = options.get("against").map(OptionValue::value);
        Optional<Duration> duration = options.has("duration")
                ? Optional.of(options.required("duration").seconds(86_400))
                : against.map(command -> Duration.ofSeconds(10));
        return new LoadOptions(
                options.get("clients", rates.isEmpty() ? "1" : "256").number(1, 10_000),
                options.get("count", options.has("check") ? "10000" : "2000").number(1, MANY),
                duration,
                options.get("warm-up", "2900").number(0, MANY),
                rates,
                numbers(options, "workers"),
                Duration.ofMillis(options.get("latency", "0").number(0, 60_000)),
                options.has("closing"),
                options.get("silent", "0").number(0, 60_000),
                options.has("one-processor"),
                options.all("sp-option").stream().map(OptionValue::value).toList(),
                against,
                checks(options));
    }

    private static List<String> checks(GivenOptions options) throws UsageException {
        List<String> checks = new ArrayList<>();
        if (options.has("check")) {
            for (OptionValue name : options.required("check").list()) {
                if (name.value().equals("all")) {
                    checks.addAll(LoadChecks.NAMES);
                } else if (LoadChecks.NAMES.contains(name.value())) {
                    checks.add(name.value());
                } else {
                    throw name.fault("is not one of " + String.join(", ", LoadChecks.NAMES) + ", all");
                }
            }
        }
        return checks;
    }

    private static List<Integer> numbers(GivenOptions options, String name) throws UsageException {
        List<Integer> numbers = new ArrayList<>();
        if (options.has(name)) {
            for (OptionValue number : options.required(name).list()) {
                numbers.add(number.number(1, 100_000));
            }
        }
        return numbers;
    }

    /** The numbers of workers, or one time none. */
    List<OptionalInt> workersOrNone() {
        return workers.isEmpty()
                ? List.of(OptionalInt.empty())
                : workers.stream().map(OptionalInt::of).toList();
    }
}
