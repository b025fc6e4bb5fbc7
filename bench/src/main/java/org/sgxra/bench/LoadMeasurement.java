package org.sgxra.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sgxra.bench.Table.Column;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** How many attestations {@code sp} does, how fast, and what they cost it. */
final class LoadMeasurement implements Measurement {
    private static final int FIRST = 100;
    /** Attestations that make the clients and the attestation service fast, on a service provider that is not measured. */
    private static final int REHEARSAL = 400;

    private final Table table = LoadObservation.table(
            "Attestations",
            Column.text("server"),
            new Column("workers", "", 0),
            new Column("offered", "1/s", 0),
            Column.text("phase"));

    @Override
    public OptionTable table() {
        return LoadOptions.table();
    }

    @Override
    public Results measure(GivenOptions given, Progress progress)
            throws IOException, InterruptedException, UsageException {
        LoadOptions options = LoadOptions.of(given);
        OneProcessor one = options.oneProcessor() ? OneProcessor.take() : null;
        try (one;
                LoadScene scene = new LoadScene()) {
            scene.service().keepConnections(!options.closing());
            scene.plainService().keepConnections(!options.closing());
            progress.line("rehearsal");
            try (ServerUnderLoad server = scene.sp(List.of())) {
                scene.clientsOf(server).closedLoop(1, REHEARSAL);
            }
            if (!options.checks().isEmpty()) {
                LoadChecks checks = new LoadChecks(scene, options.count(), progress);
                for (String check : options.checks()) {
                    checks.run(check);
                }
                return new Results(List.of(checks.table()), checks.allMet());
            }
            scene.service().latency(options.latency());
            scene.plainService().latency(options.latency());
            for (OptionalInt workers : options.workersOrNone()) {
                List<String> spOptions = new ArrayList<>(options.spOptions());
                workers.ifPresent(n -> spOptions.add("--workers=" + n));
                try (ServerUnderLoad server = scene.sp(spOptions)) {
                    new Phases("sp", workers, server, scene, options, progress).run();
                }
            }
            if (options.against().isPresent()) {
                try (ServerUnderLoad server = scene.other(options.against().get())) {
                    new Phases("other", OptionalInt.empty(), server, scene, options, progress).run();
                }
            }
        }
        return Results.of(table);
    }

    /** One service provider from its start on. */
    private final class Phases {
        private final String name;
        private final OptionalInt workers;
        private final ServerUnderLoad server;
        private final LoadScene scene;
        private final LoadOptions options;
        private final Progress progress;

        Phases(
                String name,
                OptionalInt workers,
                ServerUnderLoad server,
                LoadScene scene,
                LoadOptions options,
                Progress progress) {
            this.name = name;
            this.workers = workers;
            this.server = server;
            this.scene = scene;
            this.options = options;
            this.progress = progress;
        }

        void run() throws IOException, InterruptedException {
            LoadGenerator clients = scene.clientsOf(server);
            table.add(name, workers(), null, "idle", null, null, null, null, null, null, server.residentMiB());
            observe("first " + FIRST, null, () -> clients.closedLoop(options.clients(), FIRST));
            try (SilentConnections silent = new SilentConnections()) {
                silent.open(server.address(), options.silent());
                if (options.against().isEmpty()) {
                    warmUp(clients);
                }
                if (options.rates().isEmpty()) {
                    observe(
                            "warm",
                            null,
                            () -> options.duration().isPresent()
                                    ? clients.closedLoop(
                                            options.clients(),
                                            options.duration().get())
                                    : clients.closedLoop(options.clients(), options.count()));
                }
                for (int rate : options.rates()) {
                    int count = options.duration()
                            .map(d -> (int) (d.toSeconds() * rate))
                            .orElse(options.count());
                    observe("warm", rate, () -> clients.offered(options.clients(), count, rate));
                }
            }
        }

        private void warmUp(LoadGenerator clients) throws IOException, InterruptedException {
            progress.line(name
                    + workers.stream()
                            .mapToObj(n -> ", " + n + " workers")
                            .findFirst()
                            .orElse("") + ": " + options.warmUp() + " attestations to get warm");
            // Without latency: what it takes to get warm is work, not waiting.
            scene.service().latency(Duration.ZERO);
            clients.closedLoop(options.clients(), options.warmUp());
            scene.service().latency(options.latency());
        }

        private void observe(String phase, Integer offered, LoadObservation.Load load)
                throws IOException, InterruptedException {
            progress.line(name + ": " + phase + (offered == null ? "" : ", " + offered + " a second"));
            LoadObservation.of(server, scene.service(), load).addTo(table, name, workers(), offered, phase);
        }

        private Integer workers() {
            return workers.isPresent() ? workers.getAsInt() : null;
        }
    }
}
