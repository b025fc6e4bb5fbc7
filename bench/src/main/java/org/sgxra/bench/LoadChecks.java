package org.sgxra.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.sgxra.bench.Table.Column;

/** What {@code sp} is asked to reach, one method each; the loads are fixed, so that figures of two machines can be compared. */
final class LoadChecks {
    /** Names that {@code --check} takes. */
    static final List<String> NAMES = List.of("serial", "processor", "closing", "workers", "tail", "silent", "leak");

    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final int CLIENTS = 64;
    private static final int WARM_UP = 2900;
    /** Attestations after which the first look for leaks is taken. */
    private static final int SETTLED = 500;

    private final LoadScene scene;
    private final Progress progress;
    private final int leakCount;
    private final Table table = Table.of(
            "Goals",
            Column.text("check"),
            Column.text("figure"),
            new Column("measured", "", 3),
            Column.text("goal"),
            Column.text("met"));
    private boolean allMet = true;

    /** @param leakCount attestations of the check for leaks */
    LoadChecks(LoadScene scene, int leakCount, Progress progress) {
        this.scene = scene;
        this.leakCount = leakCount;
        this.progress = progress;
    }

    /** The figures so far. */
    Table table() {
        return table;
    }

    /** True if all goals were met. */
    boolean allMet() {
        return allMet;
    }

    /** Runs the check of this name. */
    void run(String name) throws IOException, InterruptedException {
        progress.line("check " + name);
        scene.service().keepConnections(true).latency(Duration.ZERO);
        switch (name) {
            case "serial" -> serial();
            case "processor" -> processor();
            case "closing" -> closing();
            case "workers" -> workers();
            case "tail" -> tail();
            case "silent" -> silent();
            case "leak" -> leak();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void atLeast(String check, String figure, double measured, double goal) {
        add(check, figure, measured, "at least " + number(goal), measured >= goal);
    }

    private void atMost(String check, String figure, double measured, double goal) {
        add(check, figure, measured, "at most " + number(goal), measured <= goal);
    }

    private void add(String check, String figure, double measured, String goal, boolean met) {
        table.add(check, figure, measured, goal, met ? "yes" : "no");
        allMet &= met;
    }

    private static String number(double goal) {
        return goal == Math.rint(goal) ? String.valueOf((long) goal) : String.format(Locale.ROOT, "%s", goal);
    }

    private void serial() throws IOException, InterruptedException {
        try (ServerUnderLoad server = scene.sp(List.of())) {
            LoadGenerator clients = scene.clientsOf(server);
            Thread.sleep(1000);
            atMost("serial", "resident when idle, MiB", server.residentMiB(), 100);
            atMost(
                    "serial",
                    "first 100 after the start, s",
                    clients.closedLoop(1, 100).seconds(),
                    2.5);
            clients.closedLoop(1, WARM_UP);
            LoadObservation seen = LoadObservation.of(server, scene.service(), () -> clients.closedLoop(1, 3000));
            atLeast("serial", "attestations a second", seen.run().rate(), 400);
            atMost("serial", "CPU of sp each, ms", seen.cpuMillis(), 0.8);
            atMost("serial", "handshakes each", seen.handshakes(), 0.01);
            atMost("serial", "resident under load, MiB", seen.residentMiB(), 160);
        }
    }

    private void processor() throws IOException, InterruptedException {
        OneProcessor one = OneProcessor.take();
        try (one;
                ServerUnderLoad server = scene.sp(List.of())) {
            LoadGenerator clients = scene.clientsOf(server);
            clients.closedLoop(1, WARM_UP);
            LoadObservation seen = LoadObservation.of(server, scene.service(), () -> clients.closedLoop(1, 3000));
            atLeast("processor", "attestations a second", seen.run().rate(), 400);
            atMost("processor", "CPU of sp each, ms", seen.cpuMillis(), 0.8);
        }
    }

    private void closing() throws IOException, InterruptedException {
        scene.service().keepConnections(false);
        try (ServerUnderLoad server = scene.sp(List.of())) {
            LoadGenerator clients = scene.clientsOf(server);
            clients.closedLoop(1, WARM_UP / 2);
            LoadObservation seen = LoadObservation.of(server, scene.service(), () -> clients.closedLoop(1, 1000));
            atLeast("closing", "attestations a second", seen.run().rate(), 180);
        }
    }

    private void workers() throws IOException, InterruptedException {
        double one;
        try (ServerUnderLoad server = scene.sp(List.of("--workers=1"))) {
            one = warmWithLatency(server).closedLoop(CLIENTS, 2 * CLIENTS).rate();
        }
        try (ServerUnderLoad server = scene.sp(List.of("--workers=64"))) {
            LoadGenerator clients = warmWithLatency(server);
            LoadObservation seen =
                    LoadObservation.of(server, scene.service(), () -> clients.closedLoop(CLIENTS, 40 * CLIENTS));
            atLeast("workers", "64 workers against 1, times", seen.run().rate() / one, 35);
            atMost("workers", "resident under load, MiB", seen.residentMiB(), 160);
        }
    }

    /** Clients of a service provider that has done some work, and an attestation service that takes its time from now on. */
    private LoadGenerator warmWithLatency(ServerUnderLoad server) throws IOException, InterruptedException {
        LoadGenerator clients = scene.clientsOf(server);
        scene.service().latency(Duration.ZERO);
        clients.closedLoop(8, WARM_UP);
        scene.service().latency(LATENCY);
        return clients;
    }

    private void tail() throws IOException, InterruptedException {
        try (ServerUnderLoad server = scene.sp(List.of("--workers=64"))) {
            LoadGenerator clients = warmWithLatency(server);
            double most = clients.closedLoop(CLIENTS, 40 * CLIENTS).rate();
            LoadRun run = clients.offered(512, (int) (10 * most), 0.7 * most);
            atMost("tail", "p99 against p50 at 70 % of the rate, times", run.percentile(0.99) / run.percentile(0.5), 3);
        }
    }

    private void silent() throws IOException, InterruptedException {
        try (ServerUnderLoad server = scene.sp(List.of("--workers=8", "--timeout=600", "--session-timeout=600"))) {
            LoadGenerator clients = scene.clientsOf(server);
            clients.closedLoop(1, WARM_UP);
            double before = clients.closedLoop(1, 1500).seconds();
            double between;
            try (SilentConnections connections = new SilentConnections()) {
                connections.open(server.address(), 5000);
                between = clients.closedLoop(1, 1500).seconds();
                atMost("silent", "resident with 5000 connections, MiB", server.residentMiB(), 160);
            }
            double after = clients.closedLoop(1, 1500).seconds();
            atMost(
                    "silent",
                    "time with 5000 silent connections against none, times",
                    between * 2 / (before + after),
                    1.2);
        }
    }

    private void leak() throws IOException, InterruptedException {
        try (ServerUnderLoad server = scene.sp(List.of())) {
            LoadGenerator clients = scene.clientsOf(server);
            clients.closedLoop(1, SETTLED);
            Footprint early = Footprint.of(server);
            int quarter = (leakCount - SETTLED) / 4;
            clients.closedLoop(1, 2 * quarter);
            double third = LoadObservation.of(server, scene.service(), () -> clients.closedLoop(1, quarter))
                    .cpuMillis();
            double fourth = LoadObservation.of(server, scene.service(), () -> clients.closedLoop(1, quarter))
                    .cpuMillis();
            Footprint late = Footprint.of(server);
            add(
                    "leak",
                    "descriptors more than after " + SETTLED,
                    late.descriptors() - early.descriptors(),
                    "0",
                    late.descriptors() == early.descriptors());
            add("leak", "threads more", late.threads() - early.threads(), "0", late.threads() == early.threads());
            atMost(
                    "leak",
                    "live heap against that after " + SETTLED,
                    late.liveBytes() / (double) early.liveBytes(),
                    1.05);
            atMost("leak", "CPU of the last quarter against the one before", fourth / third, 1.1);
        }
    }

    /** What a process holds while no client is there. */
    private record Footprint(int descriptors, int threads, long liveBytes) {
        static Footprint of(ServerUnderLoad server) throws IOException, InterruptedException {
            // The server closes the last connection after the client has read its verdict.
            Thread.sleep(500);
            int threads = server.ownThreads();
            // The first question to a JVM opens a socket in it for all later ones.
            return new Footprint(server.descriptors(), threads, server.liveBytes());
        }
    }
}
