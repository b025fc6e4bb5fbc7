package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** One genuine DCAP quote, with collateral that is kept and with collateral that nobody has looked at. */
final class DcapMeasurement implements Measurement {
    private static final int BATCH = 20;
    private static final int WARM_UP = 300;
    private static final int DEFAULT_ROUNDS = 200;

    @Override
    public OptionTable table() {
        return RunBench.named("dcap")
                .purpose("Verifies a genuine SGX quote of version 3 with collateral that was prepared before, and with"
                        + " collateral that is read for it, in turn with one ECDSA signature: the first verifies"
                        + " three of them, the second ten. CPU of the measuring thread, medians of all rounds.")
                .group("DCAP")
                .options(value("rounds", "N", "batches of " + BATCH + " of each")
                        .standard(String.valueOf(DEFAULT_ROUNDS)))
                .build();
    }

    @Override
    public Results measure(GivenOptions options, Progress progress) throws IOException, UsageException {
        int rounds = options.get("rounds", String.valueOf(DEFAULT_ROUNDS)).number(1, 100_000);
        DcapBenchmark quote = new DcapBenchmark();
        try {
            quote.read(Path.of(System.getProperty("sgxra.home", "."), "testdata"));
        } catch (DcapFormatException e) {
            throw new IOException("the recorded collateral cannot be read: " + e.getMessage(), e);
        }
        String reference = "one ECDSA signature, " + P256.instance().library();
        Map<String, IntUnaryOperator> contenders = new LinkedHashMap<>();
        contenders.put(reference, AlternatingRuns.repeating(quote::oneSignature));
        contenders.put("a quote, collateral kept", AlternatingRuns.repeating(() -> quote.collateralKept()
                .verified()));
        contenders.put("a quote, collateral read", AlternatingRuns.repeating(() -> quote.collateralCold()
                .verified()));
        AlternatingRuns runs = new AlternatingRuns(contenders, BATCH);
        runs.run(WARM_UP, rounds, progress);
        return Results.of(runs.table("Verification of a DCAP quote, CPU", "what", "in signatures", reference));
    }
}
