package org.sgxra.fuzzing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteCount;

/** One target in a process of its own, for a time: Jazzer for Java, libFuzzer for C. Both write the same figures. */
record FuzzRun(String name, List<String> command, Path folder) {
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern DONE = Pattern.compile("(?m)^Done (\\d+) runs");
    private static final Pattern PROGRESS = Pattern.compile("(?m)^#(\\d+)\\s");
    private static final Pattern FINDING = Pattern.compile("Test unit written to (\\S.*)");
    /** The first line that Jazzer, libFuzzer or a sanitizer says about what it found. */
    private static final Pattern WHAT =
            Pattern.compile("(?m)^(?:== Java Exception: |==\\d+== ?ERROR: |(?=.+: runtime error: ))(.+)$");
    /** So much of the input is shown: what is longer is read from its file. */
    private static final int SHOWN = 200;
    /** For the start, and for the end of an input that is being read, on a machine that has much else to do. */
    private static final int GRACE = 600;

    /**
     * How it ended.
     *
     * @param executions inputs that were read
     * @param fault what is wrong, and the file of the input; empty if nothing was found
     */
    record Result(String name, long executions, Optional<String> fault) {}

    /** Runs it. The folders of the corpus grow from run to run; {@code target/…/NAME.log} keeps what was said. */
    Result run(int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus").resolve(name));
        Path findings = Files.createDirectories(folder.resolve("findings"));
        Path log = Files.createDirectories(folder.resolve("logs")).resolve(name + ".log");
        List<String> all = new java.util.ArrayList<>(command);
        all.addAll(List.of(
                "-max_total_time=" + seconds,
                "-print_final_stats=1",
                "-timeout=60",
                "-len_control=0",
                "-rss_limit_mb=3000",
                "-artifact_prefix=" + findings.resolve(name + "-"),
                corpus.toString()));
        Path seeds = folder.resolve("seeds").resolve(name);
        if (Files.isDirectory(seeds)) {
            all.add(seeds.toString());
        }
        Process process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(seconds + (long) GRACE, TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return result(log, ended ? process.waitFor() : -1);
    }

    private Result result(Path log, int code) throws IOException {
        String said = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
        long executions = last(EXECUTIONS, said)
                .or(() -> last(DONE, said))
                .or(() -> last(PROGRESS, said))
                .map(Long::parseLong)
                .orElse(0L);
        if (code == 0 && executions > 0) {
            return new Result(name, executions, Optional.empty());
        }
        Optional<String> found = last(FINDING, said);
        String input = found.map(file -> "the input is " + file + ", ").orElse("");
        String what =
                code == -1 ? "does not end" : input.isEmpty() ? "does not run (exit code " + code + ")" : "a finding";
        return new Result(
                name,
                executions,
                Optional.of(what + ": " + input + "what was said is in " + log + firstWords(said)
                        + (found.isPresent() ? shown(Path.of(found.get())) : "")));
    }

    /** Where only the output of this command is kept, a finding is to be repeated from it. */
    private static String firstWords(String said) {
        Matcher matcher = WHAT.matcher(said);
        return matcher.find() ? "\n    " + matcher.group(1) : "";
    }

    private static String shown(Path input) throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        return "\n    " + ByteCount.of(bytes.length) + ": "
                + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN))
                + (bytes.length > SHOWN ? "..." : "");
    }

    private static Optional<String> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String found = null;
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return Optional.ofNullable(found);
    }
}
