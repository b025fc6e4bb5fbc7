package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntUnaryOperator;
import org.sgxra.bench.Table.Column;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerdict;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** EPID signatures and their verification, without and with a revocation list. */
final class EpidMeasurement implements Measurement {
    private static final int BATCH = 20;
    private static final int WARM_UP = 40;
    private static final int DEFAULT_ROUNDS = 40;
    private static final int DEFAULT_ENTRIES = 1000;
    private static final int MAX_ENTRIES = 100_000;
    private static final int LIST_ROUNDS = 3;
    private static final String SIGN = "sign";
    private static final String VERIFY = "verify";

    @Override
    public OptionTable table() {
        return RunBench.named("epid")
                .purpose("Signs quotes with EPID and verifies them: without a revocation list and for each entry of"
                        + " one, CPU on one core in turn with one ECDSA signature; and the time that a whole list"
                        + " takes on all cores.")
                .group("EPID")
                .options(
                        value("entries", "N", "entries of the signature revocation list")
                                .standard(String.valueOf(DEFAULT_ENTRIES)),
                        value("rounds", "N", "batches of " + BATCH + " of each")
                                .standard(String.valueOf(DEFAULT_ROUNDS)))
                .example("run-bench epid --entries=4000", "A list as long as Intel's grew.")
                .build();
    }

    @Override
    public Results measure(GivenOptions options, Progress progress)
            throws IOException, InterruptedException, UsageException {
        int rounds = options.get("rounds", String.valueOf(DEFAULT_ROUNDS)).number(1, 10_000);
        int entries = options.get("entries", String.valueOf(DEFAULT_ENTRIES)).number(1, MAX_ENTRIES);
        progress.line("makes a group and a list of " + entries);
        EpidBenchmark empty = prepared(0);
        EpidBenchmark listed = prepared(entries);
        Table oneCore;
        // A pool of one thread keeps the lists' entries on the thread that is measured.
        ForkJoinPool single = new ForkJoinPool(1);
        try {
            oneCore = single.submit(() -> onOneCore(empty, listed, rounds, progress))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            single.shutdown();
        }
        progress.line("measures all cores");
        return Results.of(oneCore, onAllCores(listed));
    }

    private static EpidBenchmark prepared(int entries) throws IOException {
        EpidBenchmark benchmark = new EpidBenchmark();
        benchmark.entries = entries;
        try {
            benchmark.prepare();
        } catch (EpidException e) {
            throw new IOException(e.getMessage(), e);
        }
        return benchmark;
    }

    private static Table onOneCore(EpidBenchmark empty, EpidBenchmark listed, int rounds, Progress progress)
            throws IOException {
        String reference = "one ECDSA signature, " + P256.instance().library();
        Map<String, IntUnaryOperator> contenders = new LinkedHashMap<>();
        contenders.put(reference, signature());
        contenders.put(SIGN, AlternatingRuns.repeating(() -> sign(empty)));
        contenders.put(VERIFY, AlternatingRuns.repeating(() -> verify(empty)));
        AlternatingRuns runs = new AlternatingRuns(contenders, BATCH);
        AlternatingRuns lists = new AlternatingRuns(
                Map.of(
                        SIGN,
                        AlternatingRuns.repeating(() -> sign(listed)),
                        VERIFY,
                        AlternatingRuns.repeating(() -> verify(listed))),
                1);
        progress.line("warms up");
        runs.run(WARM_UP);
        lists.run(1);
        runs.forget();
        lists.forget();
        progress.line("measures one core");
        runs.run(rounds);
        lists.run(LIST_ROUNDS);
        Table table = Table.of(
                "EPID on one core, CPU",
                Column.text("what"),
                new Column("median", "ms", 3),
                new Column("in signatures", "", 2));
        Map<String, Double> medians = runs.medians();
        double unit = medians.get(reference);
        medians.forEach((name, median) -> table.add(name, median / 1000, runs.ratio(name, reference)));
        for (String name : List.of(SIGN, VERIFY)) {
            double each = (lists.medians().get(name) - medians.get(name)) / listed.entries;
            table.add(name + ", each entry of the list", each / 1000, each / unit);
        }
        return table;
    }

    private static Table onAllCores(EpidBenchmark listed) {
        List<Double> signing = new ArrayList<>();
        List<Double> verifying = new ArrayList<>();
        for (int i = 0; i < LIST_ROUNDS; i++) {
            long start = System.nanoTime();
            sign(listed);
            long signed = System.nanoTime();
            verify(listed);
            signing.add((signed - start) / 1e6);
            verifying.add((System.nanoTime() - signed) / 1e6);
        }
        return Table.of(
                        "A list of " + listed.entries + " entries on all cores, time",
                        Column.text("what"),
                        new Column("median", "ms", 0))
                .add(SIGN, Medians.of(signing))
                .add(VERIFY, Medians.of(verifying));
    }

    private static IntUnaryOperator signature() {
        P256KeyPair key = P256.instance().generateKeyPair();
        ByteString message = ByteString.zeros(432);
        EcdsaP256Signature signature = P256.instance().sign(key.privateKey(), message);
        return AlternatingRuns.repeating(() -> P256.instance().verify(key.publicKey(), message, signature));
    }

    private static boolean sign(EpidBenchmark benchmark) {
        try {
            return benchmark.sign().length > 0;
        } catch (EpidException e) {
            throw new IllegalStateException("nobody revoked this member", e);
        }
    }

    private static boolean verify(EpidBenchmark benchmark) {
        return benchmark.verify() == EpidVerdict.VALID;
    }
}
