package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgxra.bench.SvgPlot.Curve;
import org.sgxra.bench.Table.Column;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** Draws what {@code run-bench load --json} found: latency against offered load, throughput against workers. */
final class Plots implements Measurement {
    private static final String WORKERS = "workers";
    private static final String OFFERED = "offered";

    @Override
    public OptionTable table() {
        return RunBench.named("plot")
                .operands("FILE...")
                .purpose(
                        "Draws what run-bench load --json has found, as SVG: latency.svg of rows with an offered rate, "
                                + "throughput.svg of rows with numbers of workers.")
                .group("Plots")
                .options(value("out", "DIR", "where the drawings go").standard("."))
                .example(
                        "run-bench plot --out=docs/performance latency.json throughput.json",
                        "Those of docs/performance.md.")
                .build();
    }

    @Override
    public Results measure(GivenOptions options, Progress progress) throws IOException, UsageException {
        if (options.operands().isEmpty()) {
            throw new UsageException("name the files that run-bench load --json wrote");
        }
        Path out = Files.createDirectories(Path.of(options.get("out", ".").value()));
        Table written = Table.of("Drawings", Column.text("file"), new Column("points", "", 0));
        for (String file : options.operands()) {
            Map<?, ?> document = (Map<?, ?>) JsonTree.read(Path.of(file));
            List<Map<?, ?>> rows = warmRows(document);
            List<Map<?, ?>> offered =
                    rows.stream().filter(row -> row.get(OFFERED) != null).toList();
            List<Map<?, ?>> workers = rows.stream()
                    .filter(row -> row.get(OFFERED) == null && row.get(WORKERS) != null)
                    .toList();
            if (!offered.isEmpty()) {
                write(out.resolve("latency.svg"), latency(document, offered), written);
            }
            if (!workers.isEmpty()) {
                write(out.resolve("throughput.svg"), throughput(document, workers), written);
            }
            if (offered.isEmpty() && workers.isEmpty()) {
                throw new IOException(file + " has rows neither with an offered rate nor with workers");
            }
        }
        return Results.of(written);
    }

    private static List<Map<?, ?>> warmRows(Map<?, ?> document) {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (document.get("tables") instanceof List<?> tables) {
            for (Object table : tables) {
                for (Object row : (List<?>) ((Map<?, ?>) table).get("rows")) {
                    if ("warm".equals(((Map<?, ?>) row).get("phase"))) {
                        rows.add((Map<?, ?>) row);
                    }
                }
            }
        }
        return rows;
    }

    private static SvgPlot latency(Map<?, ?> document, List<Map<?, ?>> rows) {
        return new SvgPlot(
                "Latency against offered load",
                subtitle(document),
                "offered attestations a second",
                "milliseconds",
                List.of(curve("p50", rows, OFFERED, "p50"), curve("p99", rows, OFFERED, "p99")));
    }

    private static SvgPlot throughput(Map<?, ?> document, List<Map<?, ?>> rows) {
        return new SvgPlot(
                "Throughput against workers",
                subtitle(document),
                "--workers",
                "attestations a second",
                List.of(curve("attestations a second", rows, WORKERS, "rate")));
    }

    /** The command, and the machine's processor and Java. */
    private static String subtitle(Map<?, ?> document) {
        Map<?, ?> machine = (Map<?, ?>) document.get("machine");
        String arguments = ((List<?>) document.get("arguments"))
                .stream().map(Object::toString).filter(a -> !a.equals("--json")).collect(Collectors.joining(" "));
        return "run-bench " + arguments + " (" + machine.get("processor") + ", " + machine.get("cores") + " cores)";
    }

    private static Curve curve(String name, List<Map<?, ?>> rows, String x, String y) {
        return new Curve(
                name,
                rows.stream()
                        .map(row -> new double[] {(Double) row.get(x), (Double) row.get(y)})
                        .sorted(Comparator.comparingDouble(point -> point[0]))
                        .toList());
    }

    private static void write(Path file, SvgPlot plot, Table written) throws IOException {
        Files.writeString(file, plot.svg());
        written.add(file.toString(), plot.curves().get(0).points().size());
    }
}
