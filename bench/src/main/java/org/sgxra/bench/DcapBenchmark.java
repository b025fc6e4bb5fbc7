package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/**
 * DCAP as a relying party uses it: one genuine SGX quote of version 3, with collateral that is kept and with collateral that is read for
 * it. {@code -Dsgxra.testdata=DIR} in JMH's {@code -jvmArgsAppend} names the recorded data; default is {@code testdata} here.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 4, time = 5)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Benchmark)
public class DcapBenchmark {
    private static final String CASE = "dcap/swhardening-v3-00606a000000-202508-c81a90";
    private static final Instant TIME = Instant.parse("2025-08-30T05:09:06Z");

    private final DcapVerifier verifier = DcapVerifier.of(DcapRoot.intel());
    private ByteString quote;
    private Collateral collateral;
    private PreparedCollateral kept;
    private P256KeyPair key;
    private EcdsaP256Signature signature;

    /** For JMH. */
    public DcapBenchmark() {}

    /** Reads quote and collateral, and says which library computes. */
    @Setup
    public void prepare() throws IOException, DcapFormatException {
        read(Path.of(System.getProperty("sgxra.testdata", "testdata")));
        System.out.println(P256.instance().library());
    }

    /** Reads quote and collateral of the recorded data. */
    void read(Path testdata) throws IOException, DcapFormatException {
        Path folder = testdata.resolve(CASE);
        quote = ByteString.of(Files.readAllBytes(folder.resolve("quote.bin")));
        collateral = Collateral.ofFiles(
                folder.toString(),
                (name, maxSize) -> Files.exists(folder.resolve(name))
                        ? Optional.of(ByteString.of(Files.readAllBytes(folder.resolve(name))))
                        : Optional.empty());
        kept = verifier.prepare(collateral);
        key = P256.instance().generateKeyPair();
        signature = P256.instance().sign(key.privateKey(), quote);
    }

    /** A quote with collateral that was prepared before. */
    @Benchmark
    public DcapVerdict collateralKept() {
        return verified(verifier.verify(quote, kept, TIME));
    }

    /** A quote with collateral that nobody has looked at. */
    @Benchmark
    public DcapVerdict collateralCold() {
        return verified(verifier.verify(quote, collateral, TIME));
    }

    /** One ECDSA signature, of which the first of these verifies three. */
    @Benchmark
    public boolean oneSignature() {
        return P256.instance().verify(key.publicKey(), quote, signature);
    }

    private static DcapVerdict verified(DcapVerdict verdict) {
        if (!verdict.verified()) {
            throw new IllegalStateException(verdict.reason());
        }
        return verdict;
    }
}
