package org.sgxra.bench;

import java.io.IOException;
import org.sgxra.bench.Table.Column;

/**
 * One run, from both sides.
 *
 * @param run what clients saw
 * @param cpuMillis of the service provider, for each attestation
 * @param handshakes with the attestation service, for each attestation
 * @param residentMiB of the service provider at its end
 */
record LoadObservation(LoadRun run, double cpuMillis, double handshakes, double residentMiB) {
    /** What the clients do. */
    interface Load {
        LoadRun run() throws IOException, InterruptedException;
    }

    /** Observes a service provider under a load. */
    static LoadObservation of(ServerUnderLoad server, LoadService service, Load load)
            throws IOException, InterruptedException {
        long handshakes = service.handshakes();
        double cpu = server.cpuMillis();
        LoadRun run = load.run();
        return new LoadObservation(
                run,
                (server.cpuMillis() - cpu) / run.count(),
                (service.handshakes() - handshakes) / (double) run.count(),
                server.residentMiB());
    }

    /** A table for observations, with columns of their own in front. */
    static Table table(String title, Column... front) {
        Column[] own = {
            new Column("attestations", "", 0),
            new Column("rate", "1/s", 1),
            new Column("p50", "ms", 2),
            new Column("p99", "ms", 2),
            new Column("CPU each", "ms", 2),
            new Column("handshakes each", "", 4),
            new Column("resident", "MiB", 0)
        };
        Column[] all = new Column[front.length + own.length];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(own, 0, all, front.length, own.length);
        return Table.of(title, all);
    }

    /** Adds a row to such a table. */
    void addTo(Table table, Object... front) {
        Object[] own = {
            run.count(), run.rate(), run.percentile(0.5), run.percentile(0.99), cpuMillis, handshakes, residentMiB
        };
        Object[] all = new Object[front.length + own.length];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(own, 0, all, front.length, own.length);
        table.add(all);
    }
}
