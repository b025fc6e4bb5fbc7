package org.sgxra.fuzzing;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.cli.Wording;

/** The command {@code fuzz}: every target for its part of the time. */
public final class Fuzz {
    private static final String TARGET = "target";
    private static final String LIST = "list";
    private static final int DEFAULT_SECONDS = 300;
    private static final int MAX_SECONDS = 1_000_000;
    /** So long the JVM's second compiler does not pay. */
    private static final int QUICK = 60;

    private static final int FOUND = 1;
    private static final int FAILED = 2;

    private static final OptionTable TABLE = OptionTable.named("fuzz")
            .operands("[SECONDS]")
            .purpose(
                    "Gives what reads bytes of others as many odd bytes as it can in SECONDS in all (300), each target the"
                            + " same part of them and a second at least. Java is run by Jazzer, C by libFuzzer with the sanitizers"
                            + " for addresses and undefined behaviour, where clang has them. What is found is kept in"
                            + " fuzzing/target/findings; the inputs that reach most stay in fuzzing/target/corpus for the next"
                            + " time.")
            .options(
                    CommandOption.value(TARGET, "NAME", "only this target; may repeat"),
                    CommandOption.flag(LIST, "the targets"))
            .example("fuzz 60", "A minute in all.")
            .example("fuzz --target=msg3 600", "Ten minutes for one parser.")
            .exitCode(0, "nothing found")
            .exitCode(FOUND, "a finding, or usage")
            .exitCode(FAILED, "it could not be run")
            .build();

    private final Path home;
    private final PrintStream out;
    private final NativeTargets natives;

    private Fuzz(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
        this.natives = new NativeTargets(home);
    }

    /** The process; the system property {@code sgxra.home} names the checkout. */
    public static void main(String[] arguments) {
        ProcessStreams streams = ProcessStreams.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(Fuzz::endTargets));
        Path home =
                Path.of(System.getProperty("sgxra.home", ".")).toAbsolutePath().normalize();
        System.exit(CommandRunner.run(TABLE, streams, given -> run(given, home, streams), arguments));
    }

    /** Whoever ends this ends what it has started. */
    private static void endTargets() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static int run(GivenOptions given, Path home, ProcessStreams streams) throws UsageException {
        Fuzz fuzz = new Fuzz(home, streams.stdout());
        try {
            return given.has(LIST) ? fuzz.list() : fuzz.fuzz(fuzz.names(given), seconds(given));
        } catch (IOException e) {
            streams.stderr().println("fuzz: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int seconds(GivenOptions given) throws UsageException {
        List<String> operands = given.operands();
        if (operands.size() > 1) {
            throw new UsageException("one number of seconds, please, not " + operands.size());
        }
        return operands.isEmpty()
                ? DEFAULT_SECONDS
                : new OptionValue("SECONDS", operands.get(0), Wording.PLAIN).number(1, MAX_SECONDS);
    }

    private static Map<String, String> targets() {
        Map<String, String> all = new LinkedHashMap<>();
        FuzzTargets.all().forEach(target -> all.put(target.name(), target.purpose()));
        all.putAll(NativeTargets.ALL);
        return all;
    }

    private int list() {
        targets().forEach((name, purpose) -> out.printf("%-22s  %s%n", name, purpose));
        return 0;
    }

    private List<String> names(GivenOptions given) throws UsageException {
        List<String> chosen = new ArrayList<>();
        for (OptionValue value : given.all(TARGET)) {
            if (!targets().containsKey(value.value())) {
                throw value.fault("is no target (fuzz --list)");
            }
            chosen.add(value.value());
        }
        return chosen.isEmpty() ? new ArrayList<>(targets().keySet()) : chosen;
    }

    private int fuzz(List<String> names, int seconds) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(home.resolve("fuzzing/target"));
        if (names.removeIf(name -> NativeTargets.ALL.containsKey(name) && !hasNatives())) {
            out.println("The C code is left out.");
        }
        int jobs = Runtime.getRuntime().availableProcessors();
        int each = (int) Math.max(1, (long) seconds * jobs / names.size());
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<FuzzRun.Result>> running = new ArrayList<>();
            for (String name : names) {
                running.add(workers.submit(() -> prepared(name, folder, each).run(each)));
            }
            return summary(results(running));
        } finally {
            workers.shutdownNow();
        }
    }

    private List<FuzzRun.Result> results(List<Future<FuzzRun.Result>> running)
            throws IOException, InterruptedException {
        List<FuzzRun.Result> results = new ArrayList<>();
        for (Future<FuzzRun.Result> each : running) {
            try {
                FuzzRun.Result result = each.get();
                results.add(result);
                out.printf(
                        "%3d/%d  %-22s  %,12d executions%s%n",
                        results.size(),
                        running.size(),
                        result.name(),
                        result.executions(),
                        result.fault().map(fault -> "  " + fault).orElse(""));
                out.flush();
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause().getMessage()), e);
            }
        }
        return results;
    }

    private boolean hasNatives() {
        try {
            Optional<String> fault = natives.build();
            fault.ifPresent(out::println);
            return fault.isEmpty() && natives.isBuilt();
        } catch (IOException e) {
            out.println("make does not run: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int summary(List<FuzzRun.Result> results) {
        long executions = results.stream().mapToLong(FuzzRun.Result::executions).sum();
        long faults =
                results.stream().filter(result -> result.fault().isPresent()).count();
        out.printf("%d targets, %,d executions, %d with a finding%n", results.size(), executions, faults);
        results.forEach(result -> result.fault().ifPresent(fault -> out.println(result.name() + ": " + fault)));
        return faults == 0 ? 0 : FOUND;
    }

    private FuzzRun prepared(String name, Path folder, int seconds) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve("seeds").resolve(name));
        if (NativeTargets.ALL.containsKey(name)) {
            try (var files = Files.list(natives.seeds(name))) {
                for (Path file : files.toList()) {
                    Files.write(seeds.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
            return new FuzzRun(name, natives.command(name), folder);
        }
        int number = 0;
        for (byte[] seed : FuzzTargets.named(name).allSeeds()) {
            Files.write(seeds.resolve(String.valueOf(number++)), seed);
        }
        return new FuzzRun(name, jazzer(name, folder, seconds), folder);
    }

    private List<String> jazzer(String name, Path folder, int seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1500m",
                seconds < QUICK ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsgxra.testdata=" + home.resolve("testdata"),
                "-cp",
                System.getProperty("java.class.path").replace(":", File.pathSeparator),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + name,
                "--instrumentation_includes=org.sgxra.**",
                "--custom_hook_includes=org.sgxra.**",
                "--reproducer_path=" + folder.resolve("findings"));
    }
}
